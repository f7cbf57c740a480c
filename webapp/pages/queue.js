// What waits to begin, oldest first, and what each run waits for.
import { each, h } from '../lib/dom.js';
import { ticking } from '../lib/clock.js';
import { runState } from '../lib/states.js';
import { LIVE_LIMIT, running } from '../live.js';
import { to } from '../router.js';
import { busy, empty, when } from '../parts/bits.js';
import { setTitle } from '../parts/frame.js';
import { listKeys } from '../parts/keys.js';
import { mark, WORDS } from '../parts/marks.js';
import { linked } from '../parts/why.js';

export function queuePage() {
  setTitle('Queue');
  const pending = () =>
    [...(running.value?.pending ?? [])].sort((a, b) => (a.adopted_at ?? '').localeCompare(b.adopted_at ?? ''));
  const list = h('ul', { class: 'todo queue', 'aria-label': 'Queue' });
  listKeys(list);
  each(list, pending, (r) => r.ref, row);
  return [
    h('div', { class: 'head' }, h('div', { class: 'grow' }, h('h1', {}, 'Queue'))),
    () => running.value === null ? busy() : null,
    h(
      'div',
      { class: 'narrow' },
      list,
      () =>
        running.value && !pending().length
          ? empty('Nothing is queued', 'A run that waits for a host, a lock or a free place is listed here with what it waits for.')
          : null,
      () =>
        pending().length >= LIVE_LIMIT
          ? h(
            'p',
            { class: 'pad-s sm mute' },
            `The latest ${LIVE_LIMIT} are shown. `,
            h('a', { href: to.runs({ state: 'queued' }) }, 'All queued runs'),
          )
          : null,
    ),
  ];
}

function row(item) {
  const ref = item.peek().ref;
  return h(
    'li',
    {},
    () => mark(runState(item.value), { label: WORDS[runState(item.value)] }),
    h(
      'div',
      {},
      h(
        'div',
        { class: 'row' },
        h(
          'a',
          { class: 'plain clip cover', href: to.run(ref, { view: 'why' }) },
          h('b', {}, () => item.value.flow_name || item.value.flow),
        ),
        h('span', { class: 'mono faint' }, ref),
        h('span', { class: 'end sm mute' }, () => when(item.value.adopted_at)),
      ),
      () => {
        const waits = item.value.waits ?? [];
        if (!waits.length) return h('p', { class: 'sm mute' }, 'About to begin.');
        return waits.map((w) =>
          h(
            'p',
            { class: 'sm' },
            () => linked(w, ticking.value),
            w.change ? h('span', { class: 'mute' }, ` · goes on when: ${w.change}`) : null,
          )
        );
      },
    ),
  );
}
