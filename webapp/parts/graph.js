// Draws a laid-out flow: sizes by kind, edges by what travelled them, nodes as links that the arrow keys walk.
// The drawing is made anew when the flow or the room changes; what the nodes say is changed in place.
import { h, listen, s } from '../lib/dom.js';
import { computed, effect, onEnd, signal, untracked } from '../lib/signal.js';
import { layout, path } from '../lib/layout.js';
import { cut, textWidth } from '../lib/textwidth.js';
import { mark, WORDS } from './marks.js';

const NAME = '600 12px', SMALL = '400 11px', TIMES = 22;
/** The word on an edge; a long one is cut, and told whole by the title of its edge. */
const word = (e) => e.label && cut(e.label, 72, (t) => textWidth(t, SMALL));
/** Widths that are tried in turn until the graph fits; then it is turned to run downward. */
const FITS = [{ w: 124, gap: 36 }, { w: 112, gap: 28 }, { w: 106, gap: 25 }, { w: 94, gap: 18, slim: true }, {
  w: 88,
  gap: 14,
  slim: true,
}];

/**
 * @param flow a function: `{name, nodes, edges}` from flowgraph.js
 * @param look a function of a node's id: `{state, note, times, taken}`; null for a flow that does not run
 * @param picked a function: the id that is picked; @param onpick called with the id of a node that is chosen; @param href its address
 */
export function graph(flow, { look = () => null, picked = () => null, onpick, href = () => '#' }) {
  const box = h('div', { class: 'panel graph' }), room = signal(0);
  const seen = new ResizeObserver(() => {
    room.value = box.clientWidth;
  });
  seen.observe(box);
  onEnd(() => seen.disconnect());
  listen(box, 'keydown', (ev) => walk(ev, box));
  effect(() => {
    const f = flow(), width = room.value - (room.value < 500 ? 18 : 34);
    const focus = box.contains(document.activeElement) ? document.activeElement.dataset?.id : null;
    box.replaceChildren();
    if (!f || width <= 0) return;
    untracked(() => box.append(draw(f, width, { look, picked, onpick, href })));
    if (focus) box.querySelector(`[data-id="${CSS.escape(focus)}"]`)?.focus();
    // What is larger than its room is shown from where it works, else from where it begins.
    const hot = box.scrollWidth > box.clientWidth &&
      (box.querySelector('.g-node[data-state="waiting"], .g-node[data-state="running"]') ?? box.querySelector('.g-node'));
    if (hot) {
      box.scrollLeft = Math.max(
        0,
        hot.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2,
      );
    }
  });
  return box;
}

function draw(flow, room, ctx) {
  const { g, dir, slim, zoom } = fit(flow, room);
  const labels = g.edges.filter((e) => e.loop && e.label);
  const W = Math.ceil(g.width) + 2 + (dir === 'down' ? Math.max(0, ...labels.map((e) => textWidth(word(e), SMALL) + 8)) : 0),
    H = Math.ceil(g.height) + 2 + (labels.length ? 8 : 0);
  const svg = s('svg', {
    width: W * zoom,
    height: H * zoom,
    viewBox: `-1 -1 ${W} ${H}`,
    role: 'group',
    'aria-label': `Graph of ${flow.name}, ${flow.nodes.length} nodes`,
  });
  svg.append(
    s(
      'defs',
      {},
      ['', 'bad', 'loop', 'hot'].map((k) =>
        s('marker', {
          id: 'tip-' + k,
          viewBox: '0 0 8 8',
          refX: 7.5,
          refY: 4,
          markerWidth: 8,
          markerHeight: 8,
          markerUnits: 'userSpaceOnUse',
          orient: 'auto',
        }, s('path', { class: 'g-tip ' + k, d: 'M0 .8L7.5 4 0 7.2z' }))
      ),
    ),
  );
  const info = new Map(flow.nodes.map((n) => [n.id, n])), over = [];
  for (const e of g.edges) {
    const kind = () =>
      e.loop ? 'loop' : e.tag === 'bad' || e.tag === 'error' ? 'bad' : ctx.look(e.to)?.state === 'running' ? 'hot' : '';
    const due = () => {
      const from = ctx.look(e.from);
      return from && !from.taken?.(e, ctx.look(e.to));
    };
    svg.append(
      s('path', {
        class: () => `g-edge ${kind()} ${due() ? 'due' : ''}`,
        d: path(e.points, { dir, loop: e.loop }),
        'marker-end': () => `url(#tip-${kind()})`,
      }, e.label ? s('title', {}, e.label) : null),
    );
    if (e.label) over.push(label(e, dir));
  }
  for (const p of g.nodes) svg.append(node(info.get(p.id), p, slim, ctx));
  svg.append(...over);
  svg._at = g;
  return svg;
}

function fit(flow, room) {
  let dir = 'right', g, slim = false;
  for (const f of FITS) {
    g = measure(flow, f.w, 'right', f.gap, 14);
    slim = !!f.slim;
    if (g.width <= room) break;
  }
  if (g.width > room && room < 700) {
    dir = 'down';
    slim = true;
    for (const w of [124, 112, Math.floor((room - 40) / 3)]) {
      g = measure(flow, w, 'down', 24, 10, room - 20);
      if (g.width <= room) break;
    }
  }
  const zoom = dir === 'right' && g.width > room ? Math.max(.86, room / g.width) : 1;
  // Far too large to be seen at once, it scrolls anyway: then nothing of it has to be small.
  if (g.width * zoom > room * 1.5) {
    return { g: measure(flow, FITS[0].w, dir, dir === 'down' ? 24 : FITS[0].gap, 14), dir, slim: false, zoom: 1 };
  }
  return { g, dir, slim, zoom };
}
function measure(flow, w, dir, rankGap, gap, limit) {
  const size = (n) =>
    n.kind === 'merge' ? (dir === 'down' ? [50, 24] : [32, 40]) : n.kind === 'end' ? [32, 32] : [w, 40];
  const nodes = flow.nodes.map((n) => ({ id: n.id, w: size(n)[0], h: size(n)[1] }));
  const edges = flow.edges.map((e) => ({ ...e, room: e.label && dir === 'right' ? textWidth(word(e), SMALL) + 10 : 0 }));
  return layout({ nodes, edges }, {
    dir,
    rankGap,
    gap,
    limit,
  });
}

function label(e, dir) {
  if (e.loop && dir === 'down') return s('text', { class: 'g-lab loop', x: e.mid[0] + 5, y: e.mid[1] + 4 }, word(e));
  const [a, z] = e.points;
  const at = e.loop
    ? [e.mid[0], e.mid[1] + 4]
    : [(a[0] + z[0]) / 2 - (dir === 'right' ? 2 : 0), (a[1] + z[1]) / 2 + (dir === 'right' && Math.abs(z[1] - a[1]) < 8 ? -5 : 4)];
  return s('text', {
    class: `g-lab ${e.loop ? 'loop' : e.tag === 'bad' || e.tag === 'error' ? 'bad' : ''}`,
    x: at[0],
    y: at[1],
    'text-anchor': 'middle',
  }, word(e));
}

const same = (a, b) => a?.state === b?.state && a?.note === b?.note && a?.times === b?.times;

function node(n, p, slim, { look, picked, onpick, href }) {
  const shown = computed(() => look(n.id), same);
  const say = () => {
    const l = shown.value;
    return [n.name, n.kind === 'trigger' ? `trigger ${n.type}` : n.type, l && WORDS[l.state], l?.note].filter(Boolean)
      .join(', ');
  };
  const sub = () => {
    const l = shown.value;
    return l ? l.note || WORDS[l.state] : n.type;
  };
  const a = s('a', {
    class: () => `g-node ${shown.value ? '' : 'still'}`,
    href: href(n.id),
    'data-state': () => shown.value?.state,
    'data-id': n.id,
    transform: `translate(${p.x} ${p.y})`,
    'aria-label': say,
    'aria-current': () => picked() === n.id ? 'true' : undefined,
    onclick: onpick && ((ev) => {
      ev.preventDefault();
      onpick(n.id);
    }),
  }, s('title', {}, say));
  const sign = (x, y, size) => () => {
    const l = shown.value;
    if (!l) return null;
    const m = mark(l.state, { size });
    m.setAttribute('x', x);
    m.setAttribute('y', y);
    return m;
  };
  if (n.kind === 'end') {
    a.append(
      s('circle', { class: 'box', cx: p.w / 2, cy: p.h / 2, r: p.w / 2 - 2 }),
      s('rect', {
        x: p.w / 2 - 4.5,
        y: p.h / 2 - 4.5,
        width: 9,
        height: 9,
        rx: 1,
        fill: 'currentColor',
        class: 'mark',
        'data-state': () => shown.value?.state ?? 'idle',
      }),
    );
    return a;
  }
  if (n.kind === 'merge') {
    const tall = p.h > p.w, bare = look(n.id) === null;
    const said = (up) =>
      bare || up
        ? s('text', { class: 'sub2', x: p.w / 2, y: bare ? p.h / 2 + 4 : 31, 'text-anchor': 'middle' }, n.type)
        : s('text', { class: 'sub2', x: 24, y: 16 }, n.type);
    a.append(
      s('rect', { class: 'box', width: p.w, height: p.h, rx: Math.min(p.w, p.h) / 2 }),
      s('g', {}, tall ? sign((p.w - 12) / 2, 7, 12) : sign(8, 6, 12)),
      said(tall),
    );
    return a;
  }
  if (n.fan) a.append(s('rect', { class: 'back', x: 4, y: 4, width: p.w - 1, height: p.h - 1, rx: 4 }));
  const round = n.kind === 'trigger',
    still = look(n.id) === null,
    x = still ? (round ? 16 : 10) : round ? 32 : slim ? 26 : 30;
  const fitted = (text, font, less = 0) => cut(text, p.w - x - 6 - less, (t) => textWidth(t, font));
  // How often it ran stands behind its name, or below where the name needs the room.
  const often = () => shown.value?.times > 1, below = textWidth(n.name, NAME) > p.w - x - 6 - TIMES;
  a.append(
    s('rect', { class: 'box', width: p.w, height: p.h, rx: round ? 20 : 4 }),
    s('g', {}, sign(round ? 12 : slim ? 7 : 9, 13, 14)),
    s('text', { x, y: 17 }, () => fitted(n.name, NAME, often() && !below ? TIMES : 0)),
    s('text', { class: 'sub2', x, y: 31 }, () => fitted(sub(), SMALL, often() && below ? TIMES : 0)),
    s(
      'text',
      { class: 'sub2', x: p.w - 7, y: below ? 31 : 17, 'text-anchor': 'end' },
      () => often() ? '×' + shown.value.times : '',
    ),
  );
  return a;
}

/** Arrow keys go to the nearest node in that direction, whatever way the graph runs. */
function walk(ev, box) {
  const v = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[ev.key],
    here = ev.target.closest?.('.g-node'),
    g = box.querySelector('svg')?._at;
  if (!v || !here || !g) return;
  const mid = (n) => [n.x + n.w / 2, n.y + n.h / 2], from = mid(g.nodes.find((n) => n.id === here.dataset.id));
  let best, cost = Infinity;
  for (const n of g.nodes) {
    const d = [mid(n)[0] - from[0], mid(n)[1] - from[1]],
      along = d[0] * v[0] + d[1] * v[1],
      off = Math.abs(d[0] * v[1]) + Math.abs(d[1] * v[0]);
    if (along > 4 && along + off * 2 < cost) {
      cost = along + off * 2;
      best = n;
    }
  }
  if (best) {
    ev.preventDefault();
    box.querySelector(`[data-id="${CSS.escape(best.id)}"]`).focus();
  }
}
