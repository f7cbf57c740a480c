// What waits for a person, what runs, what is queued and why: from the runs that live.
import { each, h } from '../lib/dom.js';
import { onEnd, signal } from '../lib/signal.js';
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

/** Reads what is asked only of rows that come into view. @param most so many rows */
export function todoList({ most = Infinity } = {}) {
  const inView = new Map();
  const watch = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) inView.get(one.target)?.(true);
  }, { rootMargin: '200px' });
  onEnd(() => watch.disconnect());
  const rows = (item) => {
    const near = signal(false), el = row(item, near);
    inView.set(el, (yes) => {
      near.value = yes;
      watch.unobserve(el);
    });
    watch.observe(el);
    onEnd(() => {
      watch.unobserve(el);
      inView.delete(el);
    });
    return el;
  };
  return each(h('ul', { class: 'todo' }), () => asking().slice(0, most), (r) => r.ref, rows);
}

function row(item, near) {
  return h(
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
          () => (near.value && asked(item.value)) || 'It waits for an answer',
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
  );
}

/** Live runs in the order of their start: they move only when one starts or ends. */
export function liveList({ most = Infinity } = {}) {
  const list = () =>
    working().sort((a, b) => (b.started_at ?? '').localeCompare(a.started_at ?? '')).slice(0, most);
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
export function queueList({ most = Infinity } = {}) {
  return each(
    h('ul', { class: 'feed tall-rows' }),
    () => (running.value?.pending ?? []).slice(0, most),
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

/** What leads to all of a list of which only the first are shown; nothing when all of it is. */
export const allOf = (count, most, href, word) =>
  () =>
    count() > most
      ? h('p', { class: 'sm gap-s' }, h('a', { href }, `All ${count()}${running.value?.more ? '+' : ''} ${word}`))
      : null;
