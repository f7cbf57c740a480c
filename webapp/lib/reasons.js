// Why a run is where it is, through the runs that hold it up. Pure.

/** How far the chain of holders is followed, and how many runs are asked for it. */
const DEEPEST = 4, MOST = 12;

/** The reasons of a run and, under each, those of the runs it names. A run is asked once; what cannot be told is left out. */
export async function chain(ref, ask, asked = new Set(), depth = 0) {
  if (asked.has(ref) || asked.size >= MOST) return [];
  asked.add(ref);
  const reasons = (await ask(ref)).why ?? [];
  for (const w of depth < DEEPEST ? reasons : []) {
    w.under = [];
    for (const holder of w.holders ?? []) {
      const why = await chain(holder, ask, asked, depth + 1).catch(() => []);
      if (why.length) w.under.push({ ref: holder, why });
    }
  }
  return reasons;
}
