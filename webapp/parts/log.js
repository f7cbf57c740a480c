// The log of one attempt: drawn by the lines in view, read by ranges, followed while it grows.
import { h, put } from '../lib/dom.js';
import { effect, onEnd, scope, signal } from '../lib/signal.js';
import { logText } from '../lib/logtext.js';
import { pickedLines } from '../lib/window.js';
import { bytes } from '../lib/time.js';
import { api } from '../live.js';
import { place } from '../router.js';
import { btn, empty, failureBox, icon } from './bits.js';
import { mark, WORDS } from './marks.js';
import { keys } from './keys.js';
import { logRows } from './logrows.js';
import { search } from './logsearch.js';

/**
 * @param target a function: `{ref, node, name, pass, attempt, state, live, bytes}`, or null when nothing is picked
 * @param attempts the choice of pass and attempt for the head; @param none what to show of a node that writes no log
 * @param hold called with the target when somebody reads in it, and it must not go away by itself
 */
export function logPane(target, { attempts = () => null, none = () => null, hold = () => {} }) {
  const same = (a, b) =>
    a && b && a.ref === b.ref && a.node === b.node && a.pass === b.pass && a.attempt === b.attempt &&
    !a.none === !b.none;
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
    [, stop] = scope(() =>
      put(
        body,
        !t
          ? empty('No log yet', 'What a node writes appears here once one has begun.')
          : t.none
          ? none(t)
          : view(t, now, () => hold(now.peek() ?? t)),
      )
    );
  });
  onEnd(() => stop?.());
  const head = h(
    'header',
    { class: 'logbar' },
    () =>
      now.value
        ? [mark(now.value.state, { label: WORDS[now.value.state] }), h('h2', { class: 'clip' }, now.value.name)]
        : h('h2', {}, 'Log'),
    attempts,
  );
  return h('section', { class: 'panel log', 'aria-label': 'Log' }, head, body);
}

const stored = (key, none) => {
  try {
    return (localStorage.getItem(key) ?? none) === 'on';
  } catch {
    return none === 'on';
  }
};

function view(t, now, hold) {
  const { ref, node, pass, attempt } = t, which = { pass, attempt };
  const stopped = new AbortController();
  const text = logText({
    read: (from, count) => api.lines(ref, node, { ...which, from, count }, stopped.signal),
    changed: () => {
      problem.value = null;
      total.value = text.total;
      scroll.paint();
    },
    failed: (e) => {
      problem.value = e;
    },
  });
  const total = signal(null),
    problem = signal(null),
    following = signal(!!t.live && !pickedLines(place.hash.peek())),
    wrap = signal(stored('floe-wrap', innerWidth < 720 ? 'on' : 'off'));
  const picked = signal(pickedLines(place.hash.peek()));

  const open = () => text.open({ atEnd: !picked.peek() });
  const find = search({
    ref,
    node,
    which,
    goTo: (number) => {
      hold();
      scroll.jump(number - 1);
    },
    changed: () => scroll.anew(),
  });
  const scroll = logRows({ text, name: t.name, following, wrap, picked, live: () => !!now.peek()?.live, find, hold });
  effect(() => scroll.showHits(find.hits.value, total.value));

  // ── more lines: soon after they are written, however long none came; seldom before it runs; once more after the end ──
  let timer = null, asking = false, was = { live: !!t.live, state: t.state };
  const wait = () => {
    if (timer !== null || asking || stopped.signal.aborted || !now.peek()?.live) return;
    timer = setTimeout(poll, now.peek().state === 'running' ? 400 : 2000);
  };
  async function poll() {
    timer = null;
    asking = true;
    if (text.total === null) await open();
    else if (!document.hidden || !now.peek()?.live) await text.more();
    asking = false;
    if (stopped.signal.aborted) return;
    // It ended while this was asked: what it wrote last may not have been in the answer.
    if (was.live && !now.peek()?.live) lastLines();
    else wait();
  }
  effect(() => {
    const live = !!now.value?.live, state = now.value?.state, begins = state === 'running' && was.state !== state;
    if (asking && was.live && !live) return;
    if (was.live && !live) lastLines();
    was = { live, state };
    if (begins && timer !== null) {
      clearTimeout(timer);
      poll();
    } else wait();
  });
  async function lastLines() {
    was = { ...was, live: false };
    clearTimeout(timer);
    timer = null;
    await text.more();
    if (following.peek()) scroll.end();
    following.value = false;
  }
  onEnd(() => {
    stopped.abort();
    text.stop();
    clearTimeout(timer);
  });
  open();

  const follow = () => {
    if (now.peek()?.live) {
      following.value = !following.peek();
      if (following.peek()) scroll.end();
    } else scroll.end();
  };
  const setWrap = () => {
    wrap.value = !wrap.peek();
    try {
      localStorage.setItem('floe-wrap', wrap.peek() ? 'on' : 'off');
    } catch { /* not kept */ }
    scroll.anew();
  };
  keys({
    s: () => find.focus(),
    n: () => find.step(1),
    N: () => find.step(-1),
    'g g': () => scroll.start(),
    G: () => scroll.end(),
    w: setWrap,
    ' ': (ev) => ev.target.closest?.('a, button') ? false : follow(),
  });
  const said = signal('Copy link');
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      said.value = 'Copied';
    } catch {
      said.value = 'It is in the address bar';
    }
    setTimeout(() => {
      said.value = 'Copy link';
    }, 2000);
  };
  return [
    h(
      'div',
      { class: 'logtools' },
      find.el,
      h(
        'span',
        { class: 'end row' },
        btn(() => now.value?.live ? 'Follow' : 'To the end', {
          'aria-pressed': () => now.value?.live ? String(following.value) : undefined,
          title: 'Space',
          onclick: follow,
        }),
      ),
    ),
    () => problem.value && total.value === null ? failureBox(problem.value, () => open()) : null,
    h(
      'div',
      { class: 'loghead' },
      scroll.lines,
      scroll.ruler,
      () =>
        total.value === 0
          ? h('p', { class: 'silent mute' }, now.value?.live ? 'Nothing written yet.' : 'It wrote nothing.')
          : total.value === null && !problem.value
          ? h('p', { class: 'silent mute' }, 'Loading…')
          : null,
    ),
    h(
      'div',
      { class: 'logfoot' },
      () =>
        picked.value
          ? [
            h(
              'span',
              {},
              picked.value[0] === picked.value[1]
                ? `Line ${picked.value[0]}`
                : `Lines ${picked.value[0]} – ${picked.value[1]}`,
            ),
            btn(() => said.value, { kind: 'quiet', onclick: copyLink }),
          ]
          : h('span', { class: 'c-1' }, 'Click a number to link to its line'),
      h(
        'span',
        { class: 'end row' },
        h('span', { class: 'count' }, () =>
          total.value === null ? '' : [
            `${total.value.toLocaleString('en').replaceAll(',', ' ')} ${total.value === 1 ? 'line' : 'lines'}`,
            now.value?.bytes && !now.value.live ? bytes(now.value.bytes) : '', // of what grows it is as of the last event
          ].filter(Boolean).join(', ')),
        btn('Wrap', { kind: 'quiet', 'aria-pressed': () => String(wrap.value), title: 'w', onclick: setWrap }),
        h(
          'a',
          {
            class: 'btn quiet icon-only',
            href: api.logUrl(ref, node, which),
            download: '',
            'aria-label': 'Download the log',
            title: 'Download',
          },
          icon('down'),
        ),
      ),
    ),
  ];
}
