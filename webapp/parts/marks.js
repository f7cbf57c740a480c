// The state vocabulary: one word, one silhouette, one colour token each.
// circle = alive or good · square = ended badly · diamond = a person is needed · outline = nothing ran
import { s } from '../lib/dom.js';

export const WORDS = {
  good: 'Good',
  failed: 'Failed',
  running: 'Running',
  waiting: 'Waits',
  queued: 'Queued',
  paused: 'Paused',
  cancelled: 'Cancelled',
  'timed-out': 'Timed out',
  stalled: 'Stalled',
  lost: 'Lost',
  skipped: 'Skipped',
  partial: 'Partial',
  idle: 'Not yet',
  active: 'Active',
  warning: 'Warning',
  dead: 'Dead',
  draining: 'Draining',
  pending: 'To approve',
};
const dot = (r) => s('circle', { cx: 8, cy: 8, r, fill: 'currentColor' });
const ring = (r, w, more) =>
  s('circle', { cx: 8, cy: 8, r, fill: 'none', stroke: 'currentColor', 'stroke-width': w, ...more });
const box = (more) =>
  s('rect', { x: 1.75, y: 1.75, width: 12.5, height: 12.5, rx: 1.75, fill: 'currentColor', ...more });
const frame = (more) =>
  s('rect', {
    x: 2.25,
    y: 2.25,
    width: 11.5,
    height: 11.5,
    rx: 1.5,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.5,
    ...more,
  });
const line = (d, w = 1.75, more) =>
  s('path', {
    d,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': w,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    ...more,
  });
const cut = (d) => line(d, 1.75, { class: 'cut', stroke: undefined });
const SHAPES = {
  good: () => [dot(6.75), cut('M4.9 8.3l2.2 2.2 4-4.6')],
  failed: () => [box(), cut('M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2')],
  running: () => [ring(6, 2, { 'stroke-dasharray': '26 11.7', class: 'turn' }), dot(2.25)],
  waiting: () => [
    s('path', { d: 'M8 .6L15.4 8 8 15.4.6 8z', fill: 'currentColor', 'stroke-linejoin': 'round' }),
    s('circle', { cx: 8, cy: 8, r: 2, fill: 'var(--on-state)', class: 'hole' }),
  ],
  queued: () => [ring(5.75, 1.5)],
  paused: () => [s('path', { d: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z', fill: 'currentColor' })],
  cancelled: () => [frame(), line('M5.5 10.5l5-5', 1.5)],
  'timed-out': () => [box(), cut('M8 4.6V8.3l2.6 1.7')],
  stalled: () => [box(), cut('M5 8h6')],
  lost: () => [frame({ 'stroke-dasharray': '2.6 2' }), dot(1.5)],
  skipped: () => [line('M2 8h6.5M5.5 4.5L9 8l-3.5 3.5M13 3.5v9', 1.6)],
  partial: () => [frame(), s('path', { d: 'M2.5 13.5V2.5l11 11z', fill: 'currentColor' })],
  idle: () => [dot(1.75)],
  active: () => [line('M1 8h3l2-4.5 3.5 9L11.5 8H15', 1.75)],
  warning: () => [
    s('path', { d: 'M8 1.6l7 12.6H1z', fill: 'currentColor', stroke: 'currentColor', 'stroke-linejoin': 'round' }),
    cut('M8 6v3.6M8 12v.01'),
  ],
  dead: () => [line('M3.5 3.5l9 9M12.5 3.5l-9 9', 2.5)],
  draining: () => [line('M8 2v7M4.8 6L8 9.2 11.2 6M2.5 13.5h11', 1.75)],
  pending: () => [
    s('path', { d: 'M8 1.4L14.6 8 8 14.6 1.4 8z', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }),
    dot(1.5),
  ],
};

/** The mark alone: give it a label when no word stands beside it. */
export function mark(state, { size = 16, label } = {}) {
  return s('svg', {
    class: 'mark',
    'data-state': state,
    viewBox: '0 0 16 16',
    width: size,
    height: size,
    role: label ? 'img' : undefined,
    'aria-label': label,
    'aria-hidden': label ? undefined : 'true',
  }, (SHAPES[state] ?? SHAPES.idle)());
}
