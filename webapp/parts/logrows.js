// The lines of a log that are in view, in a box as tall as all of them: scrolling, picking, the ruler beside it.
import { h, s } from '../lib/dom.js';
import { effect, onEnd } from '../lib/signal.js';
import { LONGEST } from '../lib/logtext.js';
import { barAt, extent, lineHash, moved, pickedLines, visible } from '../lib/window.js';
import { place } from '../router.js';

const PADDING = 16; // above and below the lines, as in the stylesheet
const SPARE = 12; // for a bar below the lines
const BEYOND = 20; // lines drawn outside of the view, so that a scroll finds them there

/**
 * @param text from logtext.js; @param name for who cannot see it
 * @param following, wrap, picked signals; @param live a function: whether more is to come
 * @param find from logsearch.js, for what is marked; @param hold called when somebody leaves the end of it
 */
export function logRows({ text, name, following, wrap, picked, live, find, hold = () => {} }) {
  const rows = h('div', { class: 'rows' }), tall = h('div', { class: 'tall' }, rows);
  const lines = h('div', { class: 'lines', tabindex: 0, role: 'region', 'aria-label': `Log of ${name}` }, tall);
  const thumb = s('rect', { class: 'view', x: 0, width: 8, y: 0, height: 100 }), marks = s('g');
  const ruler = s(
    'svg',
    { class: 'ruler', viewBox: '0 0 8 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    thumb,
    marks,
  );
  const drawn = new Map();
  let top = null, bar = 0, due = 0, row = 18, grows = false;

  const room = () => lines.clientHeight - PADDING;
  const size = () => extent(text.total ?? 0, row, room());
  const paint = () => {
    if (!due) due = requestAnimationFrame(draw);
  };

  function draw() {
    due = 0;
    if (text.total === null || !lines.isConnected) return;
    row = parseFloat(getComputedStyle(lines).lineHeight) || 18;
    take();
    const e = size(), view = room();
    if (top === null) {
      const p = picked.peek();
      top = p ? Math.max(0, (p[0] - 1) * row - view / 3) : e.end;
    }
    if (following.peek()) top = e.end;
    top = Math.min(Math.max(0, top), e.end);
    // A short log that is over needs no tall box. One that grew before the eyes keeps it: nothing jumps when it ends.
    grows ||= live();
    const need = Math.max(text.total * row, wrap.peek() ? rows.offsetHeight : 0) + PADDING + SPARE;
    lines.style.setProperty('--need', grows ? '' : `${Math.ceil(need)}px`);
    lines.style.setProperty('--gutter', `${Math.max(4, String(text.total).length) + 1.5}ch`);
    const { first, last } = visible(top, text.total, row, view, wrap.peek() ? 0 : BEYOND);
    text.want(first, last);
    if (wrap.peek() && e.end === 0) {
      drawLines(first, last);
      allOf(view);
    } else {
      tall.style.height = `${e.height}px`;
      setBar(barAt(top, e, view));
      drawLines(first, last);
      rows.style.transform = `translateY(${
        Math.round(wrap.peek() ? wrapped(first, e, view) : bar + first * row - top)
      }px)`;
    }
    const share = e.real ? Math.min(1, view / e.real) : 1, height = Math.max(3, share * 100);
    thumb.setAttribute('height', share >= 1 ? 0 : height);
    thumb.setAttribute('y', e.end ? top / e.end * (100 - height) : 0);
  }

  /** Few lines that may still be higher than the view once wrapped: the browser scrolls them as they are. */
  function allOf(view) {
    rows.style.transform = '';
    tall.style.height = `${Math.max(view, rows.offsetHeight)}px`;
    if (following.peek()) setBar(rows.offsetHeight - view);
  }
  /** Wrapped rows have heights of their own: begin with the first, or end with the last. */
  function wrapped(first, e, view) {
    if (top >= e.end - 1) return bar + view - rows.offsetHeight;
    return bar - (top / row - first) * (drawn.get(first)?.offsetHeight ?? row);
  }
  function setBar(want) {
    if (Math.abs(lines.scrollTop - want) >= 1) lines.scrollTop = want;
    bar = lines.scrollTop;
  }

  function drawLines(first, last) {
    for (const [i, el] of drawn) {
      if (i >= first && i < last) continue;
      el.remove();
      drawn.delete(i);
    }
    const p = picked.peek();
    let before = null;
    for (let i = last - 1; i >= first; i--) {
      const raw = text.line(i);
      let one = drawn.get(i);
      if (!one || one.raw !== raw || one.mood !== text.mood(i)) {
        one?.remove();
        drawn.set(i, one = line(i, raw));
      }
      if (one.parentNode !== rows || one.nextSibling !== before) rows.insertBefore(one, before);
      one.classList.toggle('sel', !!p && i + 1 >= p[0] && i + 1 <= p[1]);
      before = one;
    }
  }

  function line(i, raw) {
    const tx = h('span', { class: 'tx' });
    for (const piece of text.spans(i) ?? [{ text: '…' }]) {
      const el = h('span', { class: piece.cls || undefined, vars: piece.rgb ? { '--rgb': piece.rgb } : undefined });
      el.append(...find.mark(piece.text, i + 1));
      tx.append(el);
    }
    if (raw?.length > LONGEST) {
      tx.append(h('span', { class: 'faint' }, ` … ${raw.length - LONGEST} more characters, in the download`));
    }
    const el = h('div', { class: 'ln' }, h('span', { class: 'no' }, i + 1), tx);
    el.raw = raw;
    el.mood = text.mood(i);
    return el;
  }

  /** The bar is where it was last put, or somebody moved it. True when somebody did. */
  function take() {
    if (text.total === null || top === null || Math.abs(lines.scrollTop - bar) < 1) return false;
    const e = size(), was = top;
    if (wrap.peek() && e.end === 0) {
      bar = lines.scrollTop;
      following.value = live() && bar >= lines.scrollHeight - lines.clientHeight - 2;
      return false;
    }
    top = moved(was, bar, lines.scrollTop, e, room());
    bar = lines.scrollTop;
    if (live()) following.value = top >= e.end - row && (following.peek() || top >= was);
    if (top < e.end - row) hold();
    return true;
  }
  lines.addEventListener('scroll', () => {
    if (take()) paint();
  }, { passive: true });

  // A number is no link of its own (18 px is too small a target): the gutter listens as one, and the foot has the link.
  lines.addEventListener('click', (ev) => {
    if (!ev.target.classList.contains('no')) return;
    const n = Number(ev.target.textContent), p = picked.peek(), again = p && p[0] === n && p[1] === n;
    const range = ev.shiftKey && p ? [Math.min(n, p[0]), Math.max(n, p[1])] : again ? null : [n, n];
    picked.value = range;
    if (range) hold();
    window.history.replaceState(null, '', location.pathname + location.search + (range ? lineHash(range) : ''));
    paint();
  });

  function jump(i) {
    top = Math.max(0, i * row - room() / 3);
    following.value = false;
    paint();
  }
  effect(() => {
    const p = pickedLines(place.hash.value);
    if (!p || (p[0] === picked.peek()?.[0] && p[1] === picked.peek()?.[1])) return;
    picked.value = p;
    jump(p[0] - 1);
  });
  effect(() => lines.classList.toggle('wrap', wrap.value));
  const resized = new ResizeObserver(paint);
  resized.observe(lines);
  onEnd(() => {
    cancelAnimationFrame(due);
    resized.disconnect();
  });
  return {
    lines,
    ruler,
    paint,
    jump,
    /** Everything is drawn anew: what is marked, or how lines break, has changed. */
    anew() {
      for (const el of drawn.values()) el.remove();
      drawn.clear();
      paint();
    },
    start() {
      following.value = false;
      top = 0;
      if (wrap.peek()) lines.scrollTop = 0;
      paint();
    },
    end() {
      top = size().end;
      if (wrap.peek() && top === 0) lines.scrollTop = lines.scrollHeight;
      paint();
    },
    /** Hits on the ruler: `[{line}]` of so many lines. */
    showHits(hits, total) {
      const y = (x) => total ? (x.line - 1) / total * 99 : 0;
      marks.replaceChildren(
        ...hits.slice(0, 500).map((x) => s('rect', { class: 'hit', x: 1, y: y(x), width: 6, height: 1 })),
      );
    },
  };
}
