// What waits for a person, what runs, what is queued and why: from the runs that live.
import { each, h } from '../lib/dom.js';
import { signal } from '../lib/signal.js';
import { ticking } from '../lib/clock.js';
import { runState, waitsForPerson, waitTexts } from '../lib/states.js';
import { api, running } from '../live.js';
import { to } from '../router.js';
import { btn, when } from './bits.js';
import { mark, WORDS } from './marks.js';

const name = (r) => r.flow_name || r.flow;
export const asking = () => (running.value?.active ?? []).filter(waitsForPerson);
const question = (r) => (r.waits ?? []).find((w) => w.kind === 'answer');

/** Live runs that work, or wait for something else than a person. */
export const working = () => (running.value?.active ?? []).filter((r) => !waitsForPerson(r));

// What is asked stands in the form of the node: a list of runs does not carry it, so each is read once.
const MOST = 200, questions = new Map();
function asked(r) {
  const w = question(r);
  if (!w) return '';
  const key = [r.ref, w.node, w.pass].join(' ');
  let text = questions.get(key);
  if (!text) {
    questions.set(key, text = signal(''));
    if (questions.size > MOST) questions.delete(questions.keys().next().value);
    api.run(r.ref).then((run) => {
      const n = (run.nodes ?? []).find((x) => x.id === w.node && x.state === 'waiting');
      text.value = n?.form?.title || n?.name || w.node;
    }).catch(() => questions.delete(key));
  }
  return text.value;
}

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
              () => asked(item.value) || 'It waits for an answer',
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
    working().sort((a, b) => (b.started_at ?? '').localeCompare(a.started_at ?? ''));
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
