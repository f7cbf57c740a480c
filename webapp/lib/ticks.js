// A time axis: at most five marks at round times, the last part of it free. Pure.
const STEPS = [
  .2,
  .5,
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1800,
  3600,
  7200,
  14400,
  21600,
  43200,
  86400,
  172800,
  604800,
];

/** `{total, ticks: [{at, word}]}` for a span of seconds; `total` moves in steps, so that bars do not shift each second. */
export function scaleTicks(sec) {
  const step = STEPS.find((x) => sec / x <= 4) ?? Math.ceil(sec / 4 / 604800) * 604800;
  const half = step / 2, total = Math.max(step, Math.ceil(sec * 1.02 / half) * half);
  const [unit, name] = step >= 86400 ? [86400, 'd'] : step >= 3600 ? [3600, 'h'] : step >= 60 ? [60, 'min'] : [1, 's'];
  const ticks = [];
  for (let k = 0; k * step < total * .97; k++) {
    ticks.push({ at: k * step, word: k === 0 ? '0' : `${Number((k * step / unit).toFixed(1))}` });
  }
  if (ticks.length > 1) ticks.at(-1).word += ' ' + name;
  return { total, ticks };
}
