// The icon of the browser's tab: the state of what the page shows, in the shapes of the marks; else the logo.
const COLOURS = {
  good: '#2e8b5e',
  failed: '#d63a40',
  'timed-out': '#d63a40',
  stalled: '#d63a40',
  running: '#2f7fe0',
  waiting: '#d08a1a',
  paused: '#8468cf',
};
// Filled shapes only: a tab shows them at 16 pixels, on whatever ground.
const SHAPES = {
  good: '<circle cx="8" cy="8" r="7"/>',
  running: '<circle cx="8" cy="8" r="5.5" fill="none" stroke="COLOUR" stroke-width="3"/>',
  waiting: '<path d="M8 0l8 8-8 8-8-8z"/>',
  paused: '<path d="M2 1h4.5v14H2zM9.5 1H14v14H9.5z"/>',
  queued: '<circle cx="8" cy="8" r="6" fill="none" stroke="COLOUR" stroke-width="2"/>',
  cancelled: '<rect x="2" y="2" width="12" height="12" rx="1.5" fill="none" stroke="COLOUR" stroke-width="2"/>',
};
const SQUARE = '<rect x="1" y="1" width="14" height="14" rx="2"/>';

/** The picture of a state as an address; null when the logo does. */
export function iconOf(state) {
  if (!state || state === 'idle') return null;
  const colour = COLOURS[state] ?? '#7b8d98', shape = (SHAPES[state] ?? SQUARE).replaceAll('COLOUR', colour);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="${colour}">${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

let logo = null;
export function setTabIcon(state) {
  const link = document.querySelector('link[rel="icon"]');
  if (!link) return;
  logo ??= link.getAttribute('href');
  const wanted = iconOf(state) ?? logo;
  if (link.getAttribute('href') !== wanted) link.setAttribute('href', wanted);
}
