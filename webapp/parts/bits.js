// The small things every page is made of: icons, buttons, states, times, notices.
import { h, s } from '../lib/dom.js';
import { mark, WORDS } from './marks.js';
import { duration, exact, relative } from '../lib/time.js';
import { ticking } from '../lib/clock.js';
import { signal } from '../lib/signal.js';

const ICONS = {
  dash: 'M2 13V8M6 13V3M10 13V6M14 13v-3',
  runs: 'M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  wait: 'M8 1.5L14.5 8 8 14.5 1.5 8z',
  queue: 'M8 2a6 6 0 100 12 6 6 0 000-12zM8 4.5V8l2.5 1.5',
  host: 'M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.75h.01M4.5 11.25h.01',
  find: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5l3.5 3.5',
  theme: 'M8 2a6 6 0 100 12zM8 2a6 6 0 010 12',
  key: 'M2 4h12v8H2zM4.5 6.5h.01M8 6.5h.01M11.5 6.5h.01M5 9.5h6',
  chev: 'M6 3l5 5-5 5',
  down: 'M8 2v9M4.5 7.5L8 11l3.5-3.5M3 14h10',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M4 10l4-4 4 4',
  dn: 'M4 6l4 4 4-4',
  wrap: 'M2 4h12M2 8h9.5a2.25 2.25 0 010 4.5H8M9.5 10.5l-2 2 2 2M2 12h3',
  end: 'M8 2v9M4.5 7.5L8 11l3.5-3.5M3 14h10',
  user: 'M8 8a3 3 0 100-6 3 3 0 000 6zM2.5 14c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5',
};
export const icon = (name) =>
  s('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, s('path', { d: ICONS[name] }));

/** One slab of ice, broken by the channel that runs through it. Same drawing as img/logo.svg. */
export const logo = (size = 24) =>
  s(
    'svg',
    { class: 'logo', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' },
    s('path', { fill: 'currentColor', d: 'M6.2 2.6L13.3 1.5 11 8.2 13.2 11.3 8.6 21.3 3.8 18.4 1.4 10.2z' }),
    s('path', {
      fill: 'currentColor',
      opacity: '.55',
      d: 'M16 2.2L20.9 5.6 22.7 13 18.4 20.4 11.3 22.4 15.9 11.9 13.7 8.8z',
    }),
  );

export const btn = (text, { kind = '', href, ...more } = {}, ...kids) =>
  h(
    href ? 'a' : 'button',
    { class: `btn ${kind}`, type: href ? undefined : more.type ?? 'button', href, ...more },
    ...kids,
    text,
  );
export const iconBtn = (name, label, more = {}) =>
  btn(
    '',
    { ...more, kind: `quiet icon-only ${more.kind ?? ''}`, 'aria-label': label, title: more.title ?? label },
    icon(name),
  );

/** A mark beside its word. */
export const state = (st, word = WORDS[st]) =>
  h('span', { class: 'state', 'data-state': st }, mark(st), h('span', {}, word));

/** A point in time in words that stay true, exact on hover. */
export function when(at, none = '–') {
  const ms = Date.parse(at ?? '');
  if (!Number.isFinite(ms)) return none;
  return h('time', { datetime: new Date(ms).toISOString(), title: exact(ms) }, () => relative(ms, ticking.value));
}
/** How long it took, or has taken until now. */
export function took(x, none = '–') {
  const from = Date.parse(x.started_at ?? '');
  if (!Number.isFinite(from)) return none;
  if (x.ended_at) return duration((Date.parse(x.ended_at) - from) / 1000);
  return () => duration(Math.max(0, (ticking.value - from) / 1000));
}

export function copy(text) {
  const said = signal('Copy');
  const put = async () => {
    const what = typeof text === 'function' ? text() : text;
    try {
      await navigator.clipboard.writeText(what);
      said.value = 'Copied';
    } catch {
      said.value = 'Select it';
    }
    setTimeout(() => {
      said.value = 'Copy';
    }, 2000);
  };
  return h(
    'div',
    { class: 'copy' },
    h('code', { tabindex: 0 }, text),
    btn(() => said.value, { kind: 'quiet', onclick: put }),
  );
}

/** What went wrong, said where it went wrong. `again` is offered as a button. */
export function failureBox(problem, again) {
  return h(
    'section',
    { class: 'panel problem', role: 'alert', 'data-state': 'failed' },
    h('div', { class: 'row' }, mark('failed'), h('h2', {}, problem.title ?? 'Something went wrong in this page')),
    h('p', { class: 'mute gap-s' }, problem.detail || (problem.title ? '' : String(problem.message ?? problem))),
    again ? h('div', { class: 'gap-t' }, btn('Try again', { onclick: again })) : null,
  );
}
export const empty = (head, text, ...more) => emptyAs('h2', head, text, more);
export const emptyAs = (tag, head, text, ...more) =>
  h('div', { class: 'empty' }, h(tag, {}, head), h('p', { class: 'mute' }, text), more);
export const busy = (text = 'Loading…') => h('p', { class: 'loading mute', role: 'status' }, text);
