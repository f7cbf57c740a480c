// Runs by pages: the first is kept fresh, older ones are added on demand, each run once.
import { h } from '../lib/dom.js';
import { batch, effect, onEnd, signal, untracked } from '../lib/signal.js';
import { api, keepFresh, MOVES } from '../live.js';
import { btn, busy, empty, failureBox } from './bits.js';

const PAGE = 50;

/** @param args a function: what to ask; a change starts anew. @param mine whether an event concerns this list. */
export function pagedRuns(args, { mine = () => true } = {}) {
  const first = signal(null), older = signal([]), next = signal(null), problem = signal(null), working = signal(false);
  let asked = new AbortController(), key = '';
  const runs = () => {
    const seen = new Set();
    return [...(first.value ?? []), ...older.value].filter((r) => !seen.has(r.ref) && seen.add(r.ref));
  };
  async function load() {
    const mineNow = key;
    try {
      const got = await api.runs({ ...untracked(args), limit: PAGE }, asked.signal);
      if (mineNow !== key) return;
      batch(() => {
        const before = first.peek() ?? [], list = got.runs ?? [];
        if (older.peek().length) { // what slid off the first page is kept with the older ones
          const now = new Set(list.map((r) => r.ref));
          older.value = [...before.filter((r) => !now.has(r.ref)), ...older.peek()];
        } else next.value = got.next ?? null;
        first.value = list;
        problem.value = null;
      });
    } catch (p) {
      if (p.name !== 'AbortError' && mineNow === key) problem.value = p;
    }
  }
  const again = keepFresh(load, { matters: (e) => MOVES.test(e.tag) && mine(e), ms: 500 });
  effect(() => {
    const now = JSON.stringify(args());
    if (now === key) return;
    const begun = key !== '';
    key = now;
    if (!begun) return;
    asked.abort();
    asked = new AbortController();
    batch(() => {
      first.value = null;
      older.value = [];
      next.value = null;
    });
    load();
  });
  onEnd(() => asked.abort());
  async function more() {
    if (working.peek()) return;
    working.value = true;
    const mineNow = key;
    try {
      const got = await api.runs({ ...untracked(args), limit: PAGE, after: next.peek() }, asked.signal);
      if (mineNow === key) {
        batch(() => {
          older.value = [...older.peek(), ...(got.runs ?? [])];
          next.value = got.next ?? null;
        });
      }
    } catch (p) {
      if (p.name !== 'AbortError') problem.value = p;
    } finally {
      working.value = false;
    }
  }
  const foot = (none) =>
    h(
      'div',
      {},
      () => problem.value ? failureBox(problem.value, again) : null,
      () => first.value === null && !problem.value ? busy() : null,
      () => first.value && !runs().length ? empty(...none()) : null,
      () =>
        next.value
          ? h('p', { class: 'older' }, btn(() => working.value ? 'Loading…' : 'Older runs', { onclick: more }))
          : null,
    );
  return { runs, first, foot };
}
