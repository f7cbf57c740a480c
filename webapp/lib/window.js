// Which lines of a long text are in view, as arithmetic. A browser draws no element higher than some 17 million pixels,
// so beyond `MOST` the scroll bar stands for the text on a smaller scale, while the wheel still moves by real pixels.
export const MOST = 12_000_000;

/** The height of what scrolls, and the furthest position (in pixels of lines, not of the bar). */
export function extent(total, row, view) {
  const real = total * row;
  return { real, height: Math.max(view, Math.min(real, MOST)), end: Math.max(0, real - view) };
}

/**
 * The position after the bar moved from `was` to `bar`. Small moves are taken as they are, large ones (a dragged bar, a
 * jump) by proportion; both ends are exact.
 */
export function moved(top, was, bar, { real, height, end }, view) {
  const most = height - view;
  if (real <= MOST) return clamp(bar, 0, end);
  if (bar <= 0) return 0;
  if (bar >= most - 1) return end;
  const by = bar - was;
  return clamp(Math.abs(by) <= view * 2 ? top + by : bar / most * end, 0, end);
}

/** Where the bar has to stand for a position. */
export function barAt(top, { real, height, end }, view) {
  if (real <= MOST) return top;
  return end ? top / end * (height - view) : 0;
}

/** First and last line (0-based, last not included) to draw at a position, with some beyond the edges. */
export function visible(top, total, row, view, beyond = 20) {
  const first = Math.max(0, Math.floor(top / row) - beyond);
  return { first, last: Math.min(total, Math.ceil((top + view) / row) + beyond) };
}

/** The chunks of `size` lines that cover [first, last). */
export function chunks(first, last, size) {
  const out = [];
  if (first < last) { for (let c = Math.floor(first / size); c * size < last; c++) out.push(c); }
  return out;
}

/** `#L12` or `#L12-L20` → [12, 20], in order; null when it is neither. */
export function pickedLines(hash) {
  const m = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash ?? '');
  if (!m) return null;
  const a = Number(m[1]), b = Number(m[2] ?? m[1]);
  return a > 0 && b > 0 ? [Math.min(a, b), Math.max(a, b)] : null;
}
export const lineHash = ([a, b]) => a === b ? `#L${a}` : `#L${a}-L${b}`;

const clamp = (x, low, high) => Math.max(low, Math.min(high, x));
