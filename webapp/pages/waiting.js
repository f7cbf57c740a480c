// What waits for an answer, all of it.
import { h } from '../lib/dom.js';
import { effect } from '../lib/signal.js';
import { LIVE_LIMIT, running } from '../live.js';
import { to } from '../router.js';
import { busy, empty } from '../parts/bits.js';
import { setTitle } from '../parts/frame.js';
import { asking, todoList } from '../parts/todo.js';

export function waitingPage() {
  effect(() => setTitle('Waiting', { count: asking().length, state: asking().length ? 'waiting' : '' }));
  return [
    h('div', { class: 'head' }, h('div', { class: 'grow' }, h('h1', {}, 'Waits for an answer'))),
    () => running.value === null ? busy() : null,
    h(
      'div',
      { class: 'narrow' },
      todoList(),
      () =>
        running.value && !asking().length
          ? empty('Nothing waits', 'When a run asks a person something, its question appears here and on the dash.')
          : null,
      () =>
        running.value?.more
          ? h(
            'p',
            { class: 'pad-s sm mute' },
            `Looked for among the latest ${LIVE_LIMIT} live runs. `,
            h('a', { href: to.runs({ state: 'running' }) }, 'All live runs'),
          )
          : null,
    ),
  ];
}
