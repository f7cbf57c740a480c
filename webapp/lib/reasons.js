// Why a run is where it is: its reasons and, under each, those of the runs it names. Pure.

/**
 * The answer of `/runs/{ref}/why` as a tree: `why` are the reasons of the run, `chain` the runs it waits for, near ones first.
 * Each of those stands once, under the first reason that names it; two runs that wait for each other make no circle.
 */
export function reasonTree({ ref, why = [], chain = [] }) {
  const links = new Map(chain.map((link) => [link.ref, link])), seen = new Set([ref]);
  const nest = (list) => {
    // First come the ones this list names, then what those name: so each stands as near to the run as it can.
    const taken = list.map((w) => (w.holders ?? []).filter((r) => links.has(r) && !seen.has(r) && seen.add(r)));
    return list.map((w, i) => ({
      ...w,
      under: taken[i].map((r) => ({ ref: r, flow: links.get(r).flow, why: nest(links.get(r).why ?? []) })),
    }));
  };
  return nest(why);
}
