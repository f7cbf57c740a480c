// The log of one attempt: drawn by the lines in view, read by ranges, followed while it grows.
import { h, put, s } from '../lib/dom.js';
import { effect, onEnd, scope, signal } from '../lib/signal.js';
import { logText, LONGEST } from '../lib/logtext.js';
import { barAt, extent, lineHash, moved, pickedLines, visible } from '../lib/window.js';
import { bytes } from '../lib/time.js';
import { api } from '../live.js';
import { place } from '../router.js';
import { btn, empty, failureBox } from './bits.js';
import { mark, WORDS } from './marks.js';
import { keys } from './keys.js';
import { search } from './logsearch.js';

/**
 * @param target a function: `{ref, node, name, pass, attempt, state, live, bytes}`, or null when nothing is picked
 * @param attempts the choice of pass and attempt for the head; @param none what to show of a node that writes no log
 */
export function logPane(target, { attempts = () => null, none = () => null }) {
  const same = (a, b) => a && b && a.ref === b.ref && a.node === b.node && a.pass === b.pass && a.attempt === b.attempt && !a.none === !b.none;
  const body = h('div', { class: 'logbody' });
  let stop = null, shown = null;
  const now = signal(null);
  effect(() => {
    const t = target();
    now.value = t;
    if (same(t, shown)) return;
    shown = t;
    stop?.();
    body.replaceChildren();
    [, stop] = scope(() => put(body, !t ? empty('No log yet', 'What a node writes appears here once one has begun.') : t.none ? none(t) : view(t, now)));
  });
  onEnd(() => stop?.());
  const head = h('header', { class: 'logbar' },
    () => now.value ? [mark(now.value.state, { label: WORDS[now.value.state] }), h('h2', { class: 'clip' }, now.value.name)] : h('h2', {}, 'Log'), attempts);
  return h('section', { class: 'panel log', 'aria-label': 'Log' }, head, body);
}

const stored = (key, none) => { try { return (localStorage.getItem(key) ?? none) === 'on'; } catch { return none === 'on'; } };

function view(t, now) {
  const { ref, node, pass, attempt } = t, which = { pass, attempt };
  const stopped = new AbortController();
  const text = logText({
    read: (from, count) => api.lines(ref, node, { ...which, from, count }, stopped.signal).catch((e) => { if (e.status === 404) return { first: 1, lines: [], total: 0 }; throw e; }),
    changed: () => { problem.value = null; total.value = text.total; paint(); }, failed: (e) => { problem.value = e; },
  });
  const total = signal(null), problem = signal(null), following = signal(!!t.live && !pickedLines(place.hash.peek())), wrap = signal(stored('floe-wrap', innerWidth < 720 ? 'on' : 'off'));
  const picked = signal(pickedLines(place.hash.peek()));

  // ── what scrolls: a tall box with the few rows that are in view ──
  const rows = h('div', { class: 'rows' }), tall = h('div', { class: 'tall' }, rows);
  const lines = h('div', { class: 'lines', tabindex: 0, role: 'region', 'aria-label': `Log of ${t.name}` }, tall);
  const view_ = s('rect', { class: 'view', x: 0, width: 8, y: 0, height: 100 }), marks = s('g');
  const ruler = s('svg', { class: 'ruler', viewBox: '0 0 8 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, view_, marks);
  let top = null, bar = 0, due = 0, mine = false, row = 18;
  const drawn = new Map();
  const find = search({ ref, node, which, total, goTo: (line) => { following.value = false; jump(line - 1); }, changed: () => { forget(); paint(); } });

  const frame = () => { due = 0; draw(); };
  const paint = () => { if (!due) due = requestAnimationFrame(frame); };
  const forget = () => { for (const el of drawn.values()) el.remove(); drawn.clear(); };
  const room = () => lines.clientHeight - 16;
  const size = () => extent(text.total ?? 0, row, room());

  function draw() {
    if (text.total === null || !lines.isConnected) return;
    row = parseFloat(getComputedStyle(lines).lineHeight) || 18;
    const e = size(), height = room();
    if (top === null) { const p = picked.peek(); top = p ? Math.max(0, (p[0] - 1) * row - height / 3) : e.end; }
    if (following.peek()) top = e.end;
    top = Math.min(Math.max(0, top), e.end);
    tall.style.height = `${e.height}px`;
    lines.style.setProperty('--gutter', `${Math.max(4, String(text.total).length) + 1.5}ch`);
    const want = barAt(top, e, height);
    if (Math.abs(lines.scrollTop - want) >= 1) { mine = true; lines.scrollTop = want; }
    bar = lines.scrollTop;
    const { first, last } = visible(top, text.total, row, height, wrap.peek() ? 0 : 20);
    text.want(first, last);
    for (const [i, el] of drawn) if (i < first || i >= last) { el.remove(); drawn.delete(i); }
    let before = null;
    for (let i = last - 1; i >= first; i--) {
      let el = drawn.get(i);
      const raw = text.line(i);
      if (!el || el._raw !== raw) { const made = line(i, raw); if (el) el.replaceWith(made); drawn.set(i, el = made); }
      if (el.parentNode !== rows || el.nextSibling !== before) rows.insertBefore(el, before);
      before = el;
      const p = picked.peek();
      el.classList.toggle('sel', !!p && i + 1 >= p[0] && i + 1 <= p[1]);
    }
    let y = bar + first * row - top;
    if (wrap.peek()) {                                              // rows have their own heights: begin with the first, or end with the last
      const lead = drawn.get(first)?.offsetHeight ?? row;
      y = top >= e.end - 1 && e.end > 0 ? bar + height - rows.offsetHeight : bar - (top / row - first) * lead;
      if (e.end === 0) y = 0;
      if (e.end === 0 && rows.offsetHeight > height) tall.style.height = `${rows.offsetHeight}px`;
    }
    rows.style.transform = `translateY(${Math.round(y)}px)`;
    const share = e.real ? Math.min(1, height / e.real) : 1;
    view_.setAttribute('height', share >= 1 ? 0 : Math.max(3, share * 100));
    view_.setAttribute('y', e.end ? top / e.end * (100 - Math.max(3, share * 100)) : 0);
  }

  function line(i, raw) {
    const tx = h('span', { class: 'tx' });
    if (raw === undefined) tx.append('…');
    else for (const sp of text.spans(i)) {
      const el = h('span', { class: sp.cls || undefined, vars: sp.rgb ? { '--rgb': sp.rgb } : undefined });
      el.append(...find.mark(sp.text, i + 1));
      tx.append(el);
    }
    if (raw?.length > LONGEST) tx.append(h('span', { class: 'faint' }, ` … ${raw.length - LONGEST} more characters, in the download`));
    const el = h('div', { class: 'ln' }, h('span', { class: 'no' }, i + 1), tx);
    el._raw = raw;
    return el;
  }
  function jump(i) { top = Math.max(0, i * row - room() / 3); paint(); }
  const end = () => { top = size().end; paint(); };

  lines.addEventListener('scroll', () => {
    if (mine) { mine = false; bar = lines.scrollTop; return; }
    if (text.total === null) return;
    const e = size(), was = top ?? 0;
    top = wrap.peek() && e.end === 0 ? 0 : moved(was, bar, lines.scrollTop, e, room());
    bar = lines.scrollTop;
    if (now.peek()?.live) following.value = top >= e.end - row && (following.peek() || top >= was);
    paint();
  }, { passive: true });
  // A number is no link of its own (18 px is too small a target): the gutter listens as one, and the foot has the link.
  lines.addEventListener('click', (ev) => {
    if (!ev.target.classList.contains('no')) return;
    const n = Number(ev.target.textContent), p = picked.peek();
    choose(ev.shiftKey && p ? [Math.min(n, p[0]), Math.max(n, p[1])] : p && p[0] === n && p[1] === n ? null : [n, n]);
  });
  function choose(range) {
    picked.value = range;
    window.history.replaceState(null, '', location.pathname + location.search + (range ? lineHash(range) : ''));
    paint();
  }
  effect(() => {
    const p = pickedLines(place.hash.value);
    if (!p || (p[0] === picked.peek()?.[0] && p[1] === picked.peek()?.[1])) return;
    picked.value = p; following.value = false; jump(p[0] - 1);
  });
  const resized = new ResizeObserver(() => paint());
  resized.observe(lines);
  effect(() => {
    const n = total.value ?? 0;
    marks.replaceChildren(...find.hits.value.slice(0, 500).map((x) => s('rect', { class: 'hit', x: 1, y: n ? (x.line - 1) / n * 99 : 0, width: 6, height: 1 })));
  });

  // ── more lines: quickly while they come, slower while they do not, once more after the end ──
  let wait = 500, timer = null, lastLive = !!t.live;
  const poll = async () => {
    timer = null;
    const live = !!now.peek()?.live;
    if (!document.hidden && text.total !== null) wait = await text.more() ? 500 : Math.min(2000, wait * 1.5);
    else if (text.total === null) await text.open();
    if (live && !stopped.signal.aborted) timer = setTimeout(poll, wait);
  };
  effect(() => {
    const live = !!now.value?.live;
    if (lastLive && !live) { following.value = false; text.more(); }
    lastLive = live;
    if (live && timer === null) timer = setTimeout(poll, 500);
  });
  onEnd(() => { stopped.abort(); text.stop(); clearTimeout(timer); cancelAnimationFrame(due); resized.disconnect(); });
  text.open();

  const follow = () => { if (now.peek()?.live) { following.value = !following.peek(); if (following.peek()) end(); } else end(); };
  const setWrap = () => { wrap.value = !wrap.peek(); try { localStorage.setItem('floe-wrap', wrap.peek() ? 'on' : 'off'); } catch { /* not kept */ } forget(); paint(); };
  effect(() => lines.classList.toggle('wrap', wrap.value));
  keys({
    s: () => find.focus(), n: () => find.step(1), N: () => find.step(-1), 'g g': () => { following.value = false; top = 0; paint(); }, G: end, w: setWrap,
    ' ': (ev) => ev.target.closest?.('a, button') ? false : follow(),
  });
  const said = signal('Copy link');
  const copyLink = async () => { try { await navigator.clipboard.writeText(location.href); said.value = 'Copied'; } catch { said.value = 'It is in the address bar'; } setTimeout(() => { said.value = 'Copy link'; }, 2000); };
  return [
    h('div', { class: 'logtools' }, find.el, h('span', { class: 'end row' },
      btn(() => now.value?.live ? 'Follow' : 'To the end', { 'aria-pressed': () => now.value?.live ? String(following.value) : undefined, title: 'Space', onclick: follow }))),
    () => problem.value && total.value === null ? failureBox(problem.value, () => text.open()) : null,
    h('div', { class: 'loghead' }, lines, ruler,
      () => total.value === 0 ? h('p', { class: 'silent mute' }, now.value?.live ? 'Nothing written yet.' : 'It wrote nothing.') : total.value === null && !problem.value ? h('p', { class: 'silent mute' }, 'Loading…') : null),
    h('div', { class: 'logfoot' },
      () => picked.value ? [h('span', {}, picked.value[0] === picked.value[1] ? `Line ${picked.value[0]}` : `Lines ${picked.value[0]} – ${picked.value[1]}`), btn(() => said.value, { kind: 'quiet', onclick: copyLink })] : h('span', { class: 'c-1' }, 'Click a number to link to its line'),
      h('span', { class: 'end row' }, h('span', { class: 'count' }, () => total.value === null ? '' : [`${total.value.toLocaleString('en').replaceAll(',', ' ')} ${total.value === 1 ? 'line' : 'lines'}`, now.value?.bytes ? bytes(now.value.bytes) : ''].filter(Boolean).join(', ')),
        btn('Wrap', { kind: 'quiet', 'aria-pressed': () => String(wrap.value), title: 'w', onclick: setWrap }),
        h('a', { class: 'btn quiet icon-only', href: api.logUrl(ref, node, which), download: '', 'aria-label': 'Download the log', title: 'Download' }, s('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, s('path', { d: 'M8 2v9M4.5 7.5L8 11l3.5-3.5M3 14h10' }))))),
  ];
}
