// What the events of a run say. Pure.
const LONGEST = 300;

/** Of what each event carries, what the ones before it did not: most values come with the start and go all the way. */
export function news(events, known = new Map()) {
  return events.map((e) => {
    const own = Object.entries(e.values ?? {}).filter(([k, v]) => known.get(k) !== JSON.stringify(v));
    for (const [k, v] of own) known.set(k, JSON.stringify(v));
    return { ...e, values: Object.fromEntries(own) };
  });
}

/** Values in one line. */
export function said(values) {
  const text = Object.entries(values ?? {}).map(([k, v]) => `${k}=${typeof v === 'string' ? v : JSON.stringify(v)}`)
    .join('  ');
  return text.length > LONGEST ? text.slice(0, LONGEST) + '…' : text;
}
/** The state an event stands for; null for most. */
export const stateOf = (e) =>
  /\.(bad|error)$/.test(e.tag) || e.good === false
    ? 'failed'
    : e.tag === 'sys.data.required'
    ? 'waiting'
    : e.tag === 'sys.node.start'
    ? 'running'
    : /^(task|merge|trigger)\./.test(e.tag)
    ? 'good'
    : null;
