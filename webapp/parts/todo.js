// What waits for a person, what runs, what is queued and why: from the runs that live.
import { each, h } from '../lib/dom.js';
import { ticking } from '../lib/clock.js';
import { runState, waitsForPerson, waitTexts } from '../lib/states.js';
import { running } from '../live.js';
import { to } from '../router.js';
import { btn, when } from './bits.js';
import { mark, WORDS } from './marks.js';

const name = (r) => r.flow_name || r.flow;
export const asking = () => (running.value?.active ?? []).filter(waitsForPerson);
const question = (r) => (r.waits ?? []).find((w) => w.kind === 'answer');

export function todoList() {
  return each(
    h('ul', { class: 'todo' }),
    asking,
    (r) => r.ref,
    (item) =>
      h(
        'li',
        {},
        mark('waiting', { label: 'Waits' }),
        h(
          'div',
          {},
          h(
            'div',
            {},
            h(
              'b',
              {},
              () => waitTexts(item.value, ticking.value, (w) => w.kind === 'answer')[0] ?? 'It waits for an answer',
            ),
          ),
          h(
            'div',
            { class: 'sm mute' },
            h(
              'a',
              { href: to.run(item.peek().ref) },
              () => name(item.value),
              ' ',
              h('span', { class: 'mono' }, item.peek().ref),
            ),
            ' · since ',
            () => when(question(item.value)?.since ?? item.value.started_at),
          ),
          h(
            'div',
            { class: 'acts' },
            btn('Look and answer', {
              kind: 'main',
              href: to.run(item.peek().ref, { node: question(item.peek())?.node }),
            }),
          ),
        ),
      ),
  );
}

/** Live runs in the order of their start: they move only when one starts or ends. */
export function liveList() {
  const list = () =>
    (running.value?.active ?? []).filter((r) => !waitsForPerson(r)).sort((a, b) =>
      (b.started_at ?? '').localeCompare(a.started_at ?? '')
    );
  return each(
    h('ul', { class: 'feed' }),
    list,
    (r) => r.ref,
    (item) =>
      h(
        'li',
        {},
        () => mark(runState(item.value), { size: 14, label: WORDS[runState(item.value)] }),
        h(
          'div',
          { class: 'clip' },
          h('a', { class: 'plain', href: to.run(item.peek().ref) }, () => name(item.value)),
          ' ',
          h('span', { class: 'faint' }, () => item.value.now || item.peek().ref),
        ),
        () => when(item.value.started_at),
      ),
  );
}
export function queueList() {
  return each(
    h('ul', { class: 'feed tall-rows' }),
    () => running.value?.pending ?? [],
    (r) => r.ref,
    (item) =>
      h(
        'li',
        {},
        () => mark(runState(item.value), { size: 14, label: WORDS[runState(item.value)] }),
        h(
          'div',
          {},
          h(
            'a',
            { class: 'plain', href: to.run(item.peek().ref) },
            () => name(item.value),
            ' ',
            h('span', { class: 'mono faint' }, item.peek().ref),
          ),
          h(
            'div',
            { class: 'xs mute' },
            () => waitTexts(item.value, ticking.value).join('; ') || 'about to begin',
          ),
        ),
        () => when(item.value.adopted_at),
      ),
  );
}
