// The frame around every page: nav, phone bars, banner, theme, help. Pages fill the <main> that it returns.
import { h } from '../lib/dom.js';
import { effect, signal } from '../lib/signal.js';
import { ticking } from '../lib/clock.js';
import { waitsForPerson } from '../lib/states.js';
import { connection, me, running, signOut, tryNow } from '../live.js';
import { go, to } from '../router.js';
import { btn, icon, iconBtn, logo } from './bits.js';
import { goTo } from './goto.js';
import { mark, WORDS } from './marks.js';
import { help, keys } from './keys.js';
import { setTabIcon } from './tabicon.js';

const queued = () => running.value?.pending.length || '';
export const waiting = () => running.value ? running.value.active.filter(waitsForPerson).length || '' : '';
const NAV = [
  { id: 'dash', text: 'Dash', href: to.dash(), icon: 'dash' },
  { id: 'runs', text: 'Runs', href: to.runs(), icon: 'runs' },
  {
    id: 'waiting',
    text: 'Waiting',
    href: to.waiting(),
    icon: 'wait',
    count: waiting,
    state: 'waiting',
    what: 'wait for an answer',
  },
  { id: 'queue', text: 'Queue', href: to.queue(), icon: 'queue', count: queued, what: 'queued' },
  { id: 'hosts', text: 'Hosts', href: to.hosts(), icon: 'host' },
];

export function frame(page) {
  const main = h('main', { id: 'main', tabindex: -1 });
  const here = (id) => () =>
    page.value === id || (page.value === 'flow' && id === 'dash') || (page.value === 'run' && id === 'runs')
      ? 'page'
      : undefined;
  const link = (n) =>
    h(
      'a',
      { href: n.href, title: n.text, 'aria-current': here(n.id) },
      icon(n.icon),
      h('span', { class: 'lbl' }, n.text),
      n.count ? h('span', { class: 'count', 'data-state': n.state, title: n.what }, n.count) : null,
    );
  const liveWord = () => !connection.value ? 'Connecting' : connection.value.live ? 'Live' : 'Offline';
  const liveMark = () =>
    mark(connection.value && !connection.value.live ? 'dead' : connection.value ? 'active' : 'queued', {
      size: 14,
      label: liveWord(),
    });
  document.body.replaceChildren(
    h('a', {
      class: 'skip',
      href: '#main',
      onclick: (ev) => {
        ev.preventDefault();
        main.focus();
      },
    }, 'Skip to content'),
    h(
      'header',
      { class: 'topbar' },
      h('a', { class: 'plain row', href: to.dash(), 'aria-label': 'Floe, dash' }, logo(22)),
      h('b', { class: 'clip' }, () => barTitle.value || 'Floe'),
      h(
        'span',
        { class: 'end row' },
        liveMark,
        iconBtn('find', 'Go to a flow or run', { onclick: goTo }),
        iconBtn('theme', 'Switch theme', { onclick: flip }),
        iconBtn('user', 'Sign out', { onclick: signOut }),
      ),
    ),
    h(
      'div',
      { class: 'app' },
      h(
        'nav',
        { class: 'nav', 'aria-label': 'Main' },
        h(
          'a',
          { class: 'brand', href: to.dash(), 'aria-label': 'Floe, dash' },
          logo(24),
          h('span', {}, 'Floe'),
          h('small', { class: 'clip' }, () => me.value?.host ?? ''),
        ),
        h(
          'button',
          { class: 'goto', type: 'button', title: 'Go to… (/)', onclick: goTo },
          icon('find'),
          h('span', { class: 'lbl' }, 'Go to…'),
          h('kbd', {}, '/'),
        ),
        NAV.map(link),
        h(
          'div',
          { class: 'foot' },
          h(
            'div',
            { class: 'live', title: () => `${liveWord()}${me.value?.version ? `, Floe ${me.value.version}` : ''}` },
            liveMark,
            h('span', { class: 'lbl' }, liveWord),
            h('span', { class: 'lbl end faint xs' }, () => me.value?.version ?? ''),
          ),
          h(
            'button',
            { type: 'button', title: 'Switch theme (t)', onclick: flip },
            icon('theme'),
            h('span', { class: 'lbl' }, 'Theme'),
            h('kbd', {}, 't'),
          ),
          h(
            'button',
            { type: 'button', title: 'Keys (?)', onclick: help },
            icon('key'),
            h('span', { class: 'lbl' }, 'Keys'),
            h('kbd', {}, '?'),
          ),
          h(
            'button',
            { type: 'button', title: () => `${me.value?.name ?? ''}: sign out`, onclick: signOut },
            icon('user'),
            h('span', { class: 'lbl clip' }, 'Sign out'),
          ),
        ),
      ),
      h('div', { class: 'col' }, banner(), main),
    ),
    h(
      'nav',
      { class: 'tabbar', 'aria-label': 'Main, phone' },
      NAV.map((n) =>
        h(
          'a',
          { href: n.href, 'aria-current': here(n.id) },
          icon(n.icon),
          n.text,
          n.count ? h('span', { class: 'count', 'data-state': n.state }, n.count) : null,
        )
      ),
    ),
  );
  keys({
    '?': help,
    t: flip,
    '/': goTo,
    'g d': () => go(to.dash()),
    'g r': () => go(to.runs()),
    'g w': () => go(to.waiting()),
    'g q': () => go(to.queue()),
    'g h': () => go(to.hosts()),
    f: () => {
      const x = main.querySelector('.filters input, .filters select');
      if (!x) return false;
      x.focus();
      return true;
    },
  });
  return main;
}

const barTitle = signal('');
/** Names the page in the window's title and on a phone's bar. A state goes first, and is the icon of the tab; so does a count. */
export function setTitle(text, { state = '', count = 0 } = {}) {
  document.title = [count ? `(${count}) ${text}` : state && !count ? `${WORDS[state]}: ${text}` : text, 'Floe'].filter(Boolean)
    .join(' · ');
  barTitle.value = text;
  setTabIcon(state);
}

/** Says that what is shown is no longer live, after two seconds, so that a short break passes unseen. */
function banner() {
  const shown = signal(false);
  let timer = null, since = 0;
  effect(() => {
    const off = connection.value && !connection.value.live;
    if (off && timer === null && !shown.peek()) {
      since = Date.now();
      timer = setTimeout(() => {
        shown.value = true;
      }, 2000);
    }
    if (!off) {
      clearTimeout(timer);
      timer = null;
      shown.value = false;
    }
  });
  const left = () => {
    ticking.value;
    const s = Math.ceil(((connection.value?.retryAt ?? 0) - Date.now()) / 1000);
    return s > 0 ? `trying again in ${s} s` : 'trying again';
  };
  const clock = () => new Date(since).toTimeString().slice(0, 8);
  return h(
    'div',
    { class: 'banner-slot', role: 'status' },
    () =>
      shown.value
        ? h(
          'div',
          { class: 'banner', 'data-state': 'warning' },
          mark('warning'),
          h('span', {}, h('b', {}, 'Connection lost. '), 'This page is as of ', clock(), '; ', left, '.'),
          btn('Try now', { kind: 'end', onclick: tryNow }),
        )
        : null,
  );
}

export function flip() {
  const root = document.documentElement,
    dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem('floe-theme', root.dataset.theme);
  } catch { /* fine without */ }
}
