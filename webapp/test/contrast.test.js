// Reads the tokens from the stylesheet and holds them to WCAG AA in both themes: the numbers stay true.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../style.css', import.meta.url), 'utf8');
const token = {};
for (const m of css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)) {
  token[m[1]] = [m[2], m[3]];
}
const lum = (hex) =>
  [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) =>
    c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4
  ).reduce((t, c, i) => t + c * [.2126, .7152, .0722][i], 0);
export const ratio = (a, b) => {
  const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p);
  return (x + .05) / (y + .05);
};

const grounds = ['bg', 'surface', 'hover', 'selected', 'sunken'];
const STATES = ['good', 'failed', 'running', 'waiting', 'paused', 'off'];
const pairs = []; // [what, ground, least]
for (const g of grounds) for (const t of ['ink', 'ink-2', 'ink-3']) pairs.push([t, g, 4.5]);
for (const g of ['bg', 'surface', 'hover', 'selected']) for (const s of STATES) pairs.push([s, g, 4.5]);
for (const s of STATES) pairs.push(['on-state', s, 4.5]); // the sign cut out of a mark
for (const t of ['failed', 'good', 'running', 'waiting']) {
  pairs.push([t, t + '-tint', 4.5], ['ink', t + '-tint', 4.5], ['ink-2', t + '-tint', 4.5]);
}
pairs.push(['on-solid', 'solid', 4.5]);
for (const g of ['bg', 'surface', 'hover', 'selected', 'running-tint']) {
  for (const t of ['quiet', 'focus']) pairs.push([t, g, 3]);
}
for (const g of ['bg', 'surface', 'hover']) for (const t of ['line-strong']) pairs.push([t, g, 3]);
for (let i = 0; i < 16; i++) for (const g of ['surface', 'selected']) pairs.push([`ansi-${i}`, g, 4.5]);
pairs.push(['ink', 'hit', 4.5], ['on-hit', 'hit-now', 4.5]);

for (const [k, name] of [[0, 'light'], [1, 'dark']]) {
  test(`${name}: ${pairs.length} pairs hold`, (t) => {
    const low = [], worst = {};
    for (const [a, b, least] of pairs) {
      assert.ok(token[a] && token[b], `${a} on ${b}: no such token`);
      const r = ratio(token[a][k], token[b][k]);
      if (r < least) low.push(`${a} on ${b} ${r.toFixed(2)} < ${least}`);
      if (!(worst[a] < r)) worst[a] = r;
    }
    t.diagnostic(Object.entries(worst).map(([a, r]) => `${a} ${r.toFixed(2)}`).join('  '));
    assert.deepEqual(low, []);
  });
}
