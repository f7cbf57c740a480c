// Pins: a row of runs. Height is duration, the head is the state; good has no head, so that trouble stands out.
import { s } from '../lib/dom.js';
import { WORDS } from './marks.js';
import { duration } from '../lib/time.js';

const square = (x, y) => s('rect', { x: x - 3, y: y - 6, width: 6, height: 6, fill: 'currentColor' });
const HEADS = {
  failed: square,
  'timed-out': square,
  stalled: square,
  waiting: (x, y) => s('path', { d: `M${x} ${y - 8.5}l4 4-4 4-4-4z`, fill: 'currentColor' }),
  running: (x, y) => s('circle', { cx: x, cy: y - 4, r: 2.6, class: 'open' }),
  queued: (x, y) => s('circle', { cx: x, cy: y - 4, r: 2.6, class: 'open' }),
  paused: (x, y) =>
    s('path', { d: `M${x - 2.5} ${y - 6.5}h1.7v5h-1.7zM${x + .8} ${y - 6.5}h1.7v5h-1.7z`, fill: 'currentColor' }),
  cancelled: (x, y) => s('rect', { x: x - 2.5, y: y - 5.5, width: 5, height: 5, class: 'open' }),
};
const OPEN = new Set(['running', 'cancelled', 'queued', 'paused']);

/** Square root keeps a two-second run visible beside an hour. */
export const scale = (sec, max, room) => Math.max(2, Math.round(Math.sqrt(Math.min(sec, max) / max) * room));

/** Counts of the states, in words: what the picture says to who cannot see it. */
export function told(runs) {
  const n = {};
  for (const r of runs) n[r.key] = (n[r.key] ?? 0) + 1;
  return Object.entries(n).map(([k, count]) => `${count} ${WORDS[k].toLowerCase()}`).join(', ');
}

/** @param runs oldest first: `{ref, key, sec, href}`, `key` a state, `sec` null while it has not begun. */
export function pins(
  runs,
  { pitch = 8, width = 4, height = 28, count = runs.length, label = '', links = false, usual = null } = {},
) {
  const max = Math.max(1, usual ?? 0, ...runs.map((r) => r.sec ?? 0)), room = height - 10, w = count * pitch;
  const svg = s('svg', {
    class: 'pins',
    width: w,
    height,
    viewBox: `0 0 ${w} ${height}`,
    role: links ? 'group' : 'img',
    'aria-label': runs.length
      ? `${label} last ${runs.length} runs: ${told(runs)}`.trim()
      : `${label} no runs yet`.trim(),
  }, s('path', { class: 'base', d: `M0 ${height - .5}H${w}` }));
  if (usual) {
    const y = height - scale(usual, max, room) - .5;
    svg.append(s('path', { class: 'ref', d: `M0 ${y}H${w}` }));
  }
  runs.forEach((r, i) => {
    const x = (count - runs.length + i) * pitch + pitch / 2,
      len = scale(r.sec ?? 0, max, room),
      y = height - 1 - len,
      open = OPEN.has(r.key);
    const g = s(
      'g',
      { 'data-state': r.key },
      links && s('rect', { class: 'hit', x: x - pitch / 2, y: 0, width: pitch, height }),
      s('title', {}, `${r.ref} · ${WORDS[r.key]} · ${duration(r.sec)}`),
      s('rect', {
        x: x - width / 2 + (open ? .6 : 0),
        y,
        width: width - (open ? 1.2 : 0),
        height: len,
        rx: r.key === 'good' ? Math.min(1.5, width / 3) : 0,
        class: open ? 'open' : 'bar',
      }),
      HEADS[r.key]?.(x, y - (open ? 0 : .5)),
    );
    svg.append(
      links
        ? s('a', {
          href: r.href,
          'aria-label': `${r.ref} ${WORDS[r.key]}, ${duration(r.sec)}`,
          tabindex: i === runs.length - 1 ? 0 : -1,
        }, g)
        : g,
    );
  });
  if (links) {
    svg.addEventListener('keydown', (ev) => {
      const next = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[ev.key],
        a = next && ev.target.closest?.('a')?.[next];
      if (a?.localName === 'a') {
        ev.preventDefault();
        a.focus();
      }
    });
  }
  return svg;
}
