// The picture of a flow as nodes and edges for the layout: triggers first, merges that the loader made left out. Pure.

/**
 * @param {{nodes, edges}} graph as the API has it; an edge has `from`, `to`, `tag`
 * @param triggers `[{id, name, type}]`, at level 0; @param fans how many hosts a node runs on, by its id
 * @returns {{nodes: {id, key, name, kind, type}[], edges: {from, to, tag, label?}[]}}; ids of triggers get a prefix, so that they meet no node's
 */
export function flowGraph(graph, triggers = [], fans = new Map()) {
  const given = graph?.nodes ?? [], hidden = new Set(given.filter((n) => n.hidden).map((n) => n.id));
  const nodes = [], known = new Set();
  const start = triggers.length ? triggers : [{ id: 'trigger', name: 'start', type: '' }];
  for (const t of start) {
    nodes.push({ id: T + t.id, key: t.id, name: t.name || t.id, kind: 'trigger', type: t.type ?? '' });
  }
  for (const n of given) {
    if (n.hidden || n.class === 'trigger') continue;
    known.add(n.id);
    nodes.push({
      id: n.id,
      key: n.id,
      name: n.name || n.id,
      kind: n.class === 'merge' ? 'merge' : n.type === 'end' ? 'end' : 'task',
      type: n.class === 'merge' ? (n.type === 'any' || n.type === 'one' ? 'any' : 'all') : n.type,
      fan: fans.get(n.id) > 1,
    });
  }
  const raw = (graph?.edges ?? []).map((e) => ({ from: e.from, to: e.to, tag: e.tag ?? '' }));
  for (const n of given) {
    for (const tag of n.listen ?? []) { // an edge the list lacks, as those of triggers may be
      const from = /^trigger\./.test(tag) ? 'trigger' : /^(?:task|merge)\.(.+)\.[^.]+$/.exec(tag)?.[1];
      if (from && !raw.some((e) => e.to === n.id && (e.tag === tag || (e.from === from && e.tag === '')))) {
        raw.push({ from, to: n.id, tag });
      }
    }
  }
  // What hears no node hears the start, also in a flow that names no trigger.
  const heard = new Set(raw.map((e) => e.to));
  for (const n of given) {
    if (n.class !== 'trigger' && !heard.has(n.id)) raw.push({ from: 'trigger', to: n.id, tag: 'trigger.good' });
  }
  const isStart = (e) => /^trigger\./.test(e.tag) || (!known.has(e.from) && !hidden.has(e.from));
  const out = [], seen = new Set();
  const push = (from, to, tag) => {
    const key = `${from}\n${to}\n${tag}`;
    if (seen.has(key) || !known.has(to)) return;
    seen.add(key);
    const end = tag.split('.').at(-1);
    out.push({ from, to, tag: end || 'good', label: end && end !== 'good' ? end : undefined });
  };
  const into = new Map();
  for (const e of raw) (into.get(e.to) ?? into.set(e.to, []).get(e.to)).push(e);
  /** The visible ends of an edge: a hidden merge stands for what it waits for. */
  function sources(e, been = new Set()) {
    if (isStart(e)) {
      return start.filter((t) => e.from === t.id || e.from === 'trigger' || !start.some((x) => x.id === e.from)).map((
        t,
      ) => [T + t.id, 'trigger.good']);
    }
    if (!hidden.has(e.from)) return [[e.from, e.tag]];
    if (been.has(e.from)) return [];
    been.add(e.from);
    return (into.get(e.from) ?? []).flatMap((x) => sources(x, been));
  }
  for (const e of raw) if (!hidden.has(e.to)) { for (const [from, tag] of sources(e)) push(from, e.to, tag); }
  return { nodes, edges: out };
}
const T = 'trigger:';
export const triggerKey = (id) => T + id;
