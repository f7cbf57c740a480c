// How wide a text will be drawn, without laying out the page for it.
let pen = null, family = '';

/** In pixels, for text of a weight and size in the page's own type. */
export function textWidth(text, font) {
  pen ??= document.createElement('canvas').getContext('2d');
  family ||= getComputedStyle(document.body).fontFamily;
  pen.font = `${font} ${family}`;
  return pen.measureText(text).width;
}

/** The longest beginning of a text that is no wider than `room`, with an ellipsis when it is not the whole. */
export function cut(text, room, width) {
  if (width(text) <= room) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (width(text.slice(0, mid) + '…') <= room) low = mid;
    else high = mid - 1;
  }
  return text.slice(0, low).trimEnd() + '…';
}
