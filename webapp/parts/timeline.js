// The node list and the time chart are one table: mark, name, bars of all passes, how long.
import { each, h, s } from '../lib/dom.js';
import { computed } from '../lib/signal.js';
import { latest, nodeState, passes, seconds } from '../lib/states.js';
import { duration } from '../lib/time.js';
import { scaleTicks } from '../lib/ticks.js';
import { ticking } from '../lib/clock.js';
import { mark, WORDS } from './marks.js';

/**
 * @param run a function; @param order a function: `[{id, name}]` in the order of the flow
 * @param picked a function: id of the picked node; @param pick called with an id; @param href the address of a node
 */
export function timeline(run, order, { picked, pick, href }) {
  const start = computed(() => Date.parse(run().started_at ?? run().adopted_at ?? '') || 0);
  const end = () => run().ended_at ? Date.parse(run().ended_at) : ticking.value;
  const scale = computed(() => scaleTicks(Math.max(1, (end() - start.value) / 1000)), (a, b) => a?.total === b?.total);
  const all = computed(() => passes(run().nodes));
  const pc = (sec) => `${Math.max(0, Math.min(100, sec / scale.value.total * 100)).toFixed(2)}%`;
  const at = (time) => (Date.parse(time) - start.value) / 1000;

  function bar(n) {
    const from = at(n.started_at), to = n.ended_at ? at(n.ended_at) : (end() - start.value) / 1000, st = nodeState(n);
    if (!Number.isFinite(from)) return null;
    const x = pc(from), width = `max(2px, ${pc(Math.max(0, to - from))})`, person = n.type === 'data';
    if (person || (n.type === 'timer' && st !== 'failed')) {
      return rect({ class: person ? 'wait' : 'idle', x, y: 4, height: 8 }, width);
    }
    const bad = ['failed', 'timed-out', 'lost', 'partial'].includes(st);
    return s(
      'g',
      { 'data-state': st, class: n.void ? 'void' : undefined },
      rect({ class: st === 'cancelled' ? 'hollow' : 'run', x, y: 3, height: 10, rx: bad ? 0 : 1.5 }, width),
      bad ? notch(to) : null,
    );
  }
  const rect = (props, width) => {
    const r = s('rect', props);
    r.style.width = width;
    return r;
  };
  /** Tells a failure by its shape. */
  const notch = (to) =>
    s('rect', { class: 'run', x: pc(to), y: 0, width: 6, height: 6, transform: 'translate(-6 0)' });
  /** Attempts before the last, each where it failed. */
  const earlier = (n) =>
    (n.attempts ?? []).map((a) => {
      const from = at(a.started_at), to = at(a.ended_at);
      if (!Number.isFinite(from) || !Number.isFinite(to)) return null;
      const r = rect({ class: 'run', x: pc(from), y: 3, height: 10 }, `max(2px, ${pc(Math.max(0, to - from))})`);
      return s('g', { 'data-state': 'failed' }, r, notch(to));
    });
  const grid = () =>
    scale.value.ticks.map((t) => s('line', { class: 'grid', x1: pc(t.at), x2: pc(t.at), y1: -8, y2: 24 }));
  const nowLine = () =>
    run().ended_at || !start.value ? null : s('line', {
      class: 'here',
      x1: pc((end() - start.value) / 1000),
      x2: pc((end() - start.value) / 1000),
      y1: -8,
      y2: 24,
    });

  const list = h(
    'ul',
    { class: 'tbl gantt', 'aria-label': 'Nodes' },
    h(
      'li',
      { class: 'th', 'aria-hidden': 'true' },
      h('span', {}),
      h('span', {}, 'Node'),
      s('svg', { class: 'track' }, () => scale.value.ticks.map((t) => s('text', { x: pc(t.at), y: 12 }, t.word))),
      h('span', { class: 'num' }, 'Took'),
    ),
  );
  return each(list, order, (n) => n.id, (item) => {
    const id = item.peek().id,
      mine = computed(() => all.value.get(id) ?? []),
      last = computed(() => latest(mine.value)),
      st = () => last.value ? nodeState(last.value) : 'idle';
    const often = () =>
      mine.value.length > 1 ? ` ×${mine.value.length}` : last.value?.attempt > 1 ? ` attempt ${last.value.attempt}` : '';
    const sec = () => {
      const n = last.value;
      return n ? seconds(n, n.ended_at ? 0 : ticking.value) : null;
    };
    return h(
      'li',
      { 'data-id': id, 'aria-current': () => picked() === id ? 'true' : undefined },
      () => mark(st(), { label: WORDS[st()] }),
      h(
        'div',
        { class: 'clip' },
        h('a', {
          class: 'cover',
          href: href(id),
          onclick: (ev) => {
            if (ev.ctrlKey || ev.metaKey || ev.shiftKey) return;
            ev.preventDefault();
            pick(id);
          },
        }, () => item.value.name),
        h('span', { class: 'faint sm' }, often),
      ),
      s('svg', { class: 'track', 'aria-hidden': 'true' }, grid, () => mine.value.map((n) => [bar(n), earlier(n)]), nowLine),
      h('span', { class: 'num sm mute' }, () => duration(sec())),
    );
  });
}

const swatch = (shape, st) =>
  s(
    'svg',
    { class: 'track swatch', 'aria-hidden': 'true', viewBox: '0 0 20 10', width: 20, height: 10 },
    s('g', { 'data-state': st }, shape),
  );
export const timelineKey = () =>
  h(
    'div',
    { class: 'key' },
    h('span', {}, swatch(s('rect', { class: 'run', width: 20, height: 10 }), 'good'), 'ran'),
    h(
      'span',
      {},
      swatch(s('rect', { class: 'wait', x: .5, y: 1, width: 19, height: 8 }), 'waiting'),
      'waited for a person',
    ),
    h('span', {}, swatch(s('rect', { class: 'run', width: 20, height: 10 }), 'failed'), 'failed pass or attempt'),
  );
