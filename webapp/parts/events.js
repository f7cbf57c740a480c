// The events of a run as a list: by pages from the first on; what comes while it is looked at is added.
import { each, h } from '../lib/dom.js';
import { batch, signal } from '../lib/signal.js';
import { news, said, stateOf } from '../lib/eventtexts.js';
import { duration, exact } from '../lib/time.js';
import { api, keepFresh } from '../live.js';
import { btn, busy, empty, failureBox } from './bits.js';
import { mark } from './marks.js';

const PAGE = 200;

export function eventsView(run, nodeHref) {
  const ref = run.peek().ref, list = signal(null), more = signal(false), problem = signal(null), working = signal(false), known = new Map();
  const begun = Date.parse(run.peek().adopted_at ?? run.peek().started_at ?? '');
  async function load() {
    working.value = true;
    try {
      const had = list.peek() ?? [], got = await api.events(ref, { after: had.at(-1)?.id, limit: PAGE });
      batch(() => {
        list.value = [...had, ...news((got.events ?? []).filter((e) => e.id > (had.at(-1)?.id ?? 0)), known)];
        more.value = got.next !== null && got.next !== undefined;
        problem.value = null;
      });
    } catch (p) {
      problem.value = p;
    } finally {
      working.value = false;
    }
  }
  // With more to come on another page, what happens now belongs there.
  keepFresh(() => more.peek() ? null : load(), { matters: (e) => e.run === ref, ms: 500 });
  const row = (item) => {
    const e = item.peek(), at = Date.parse(e.at), st = stateOf(e);
    return h(
      'li',
      {},
      h('span', { class: 'num faint' }, e.id),
      st ? mark(st, { size: 12 }) : h('span', {}),
      h(
        'span',
        { class: 'mono clip c-tag' },
        e.node
          ? h('a', { class: 'plain', href: nodeHref(e.node) }, e.tag.startsWith('sys.') ? `${e.tag} ${e.node}` : e.tag)
          : e.tag,
        e.pass > 1 ? h('span', { class: 'faint' }, ` pass ${e.pass}`) : null,
      ),
      h('span', { class: 'mono clip faint c-said', title: said(e.values) }, said(e.values)),
      h(
        'time',
        { class: 'num mute', datetime: e.at, title: exact(at) },
        Number.isFinite(begun) ? `+ ${duration(Math.max(0, (at - begun) / 1000))}` : exact(at),
      ),
    );
  };
  return h(
    'section',
    { class: 'panel' },
    each(h('ul', { class: 'tbl events', 'aria-label': 'Events' }), () => list.value ?? [], (e) => e.id, row),
    () => problem.value ? failureBox(problem.value, load) : list.value === null ? busy() : null,
    () => list.value?.length === 0 ? empty('No events yet', 'Each thing that happens in the run is listed here in order.') : null,
    () =>
      more.value
        ? h('p', { class: 'pad' }, btn(() => working.value ? 'Loading…' : 'Later events', { onclick: load }))
        : null,
  );
}
