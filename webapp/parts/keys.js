// Single keys, for the whole page or as long as a page is shown. They rest in fields and dialogs, and can be turned off.
import { h } from '../lib/dom.js';
import { onEnd } from '../lib/signal.js';
import { btn, iconBtn } from './bits.js';

const sets = [];
let first = null, at = 0;

/** `{ 'j': fn, 'g d': fn }`; the newest set wins; a function that returns false passes the key on. */
export function keys(map) {
  sets.unshift(map);
  onEnd(() => {
    const i = sets.indexOf(map);
    if (i >= 0) sets.splice(i, 1);
  });
}
const off = () => {
  try {
    return localStorage.getItem('floe-keys') === 'off';
  } catch {
    return false;
  }
};

export function startKeys() {
  addEventListener('keydown', (ev) => {
    if (ev.defaultPrevented || ev.ctrlKey || ev.metaKey || ev.altKey || ev.isComposing) return;
    const t = ev.target;
    if (t.closest?.('input, textarea, select, dialog, [contenteditable]')) {
      if (ev.key === 'Escape' && t.matches('input, textarea, select')) t.blur();
      return;
    }
    if (off() && ev.key !== 'Escape') return;
    if ((ev.key === ' ' || ev.key === 'Enter') && t.closest?.('a, button, summary, label')) return;
    const two = first && ev.timeStamp - at < 1000 ? `${first} ${ev.key}` : null;
    [first, at] = [null, ev.timeStamp];
    for (const name of [two, ev.key]) {
      for (const set of name ? sets : []) {
        if (set[name] && set[name](ev) !== false) {
          ev.preventDefault();
          return;
        }
      }
    }
    first = ev.key;
  });
}

const KEYS = [
  ['Anywhere', [
    ['?', 'These keys'],
    ['/', 'Go to a flow or run'],
    ['g d', 'Dash'],
    ['g r', 'Runs'],
    ['g w', 'What waits for an answer'],
    ['g q', 'Queue'],
    ['g h', 'Hosts'],
    ['t', 'Light or dark'],
    ['Esc', 'Close, or leave a field'],
  ]],
  ['Lists', [['j k', 'Down, up'], ['Enter', 'Open'], ['f', 'Filter']]],
  ['Run', [
    ['1 – 5', 'Graph, values, events, artifacts, why'],
    ['← ↑ → ↓', 'Walk the graph'],
    ['n', 'Next node that failed or waits'],
    ['a', 'Answer'],
    ['r', 'Retry'],
    ['c', 'Cancel, asks first'],
    ['y', 'Copy link to what is selected'],
  ]],
  ['Log', [
    ['s', 'Search in the log'],
    ['n N', 'Next hit, hit before'],
    ['gg G', 'Top, end'],
    ['Space', 'Follow or stop following'],
    ['w', 'Wrap lines'],
    ['Shift+click', 'Select lines, link to them'],
  ]],
];
export function help() {
  let d = document.querySelector('#keys-help');
  if (!d) {
    const box = h('input', {
      type: 'checkbox',
      id: 'keys-on',
      checked: !off(),
      onchange: () => {
        try {
          localStorage.setItem('floe-keys', box.checked ? 'on' : 'off');
        } catch { /* not kept, then */ }
      },
    });
    d = h(
      'dialog',
      { id: 'keys-help', 'aria-labelledby': 'keys-h' },
      h(
        'header',
        {},
        h('h2', { id: 'keys-h' }, 'Keys'),
        h('span', { class: 'end' }, iconBtn('close', 'Close', { onclick: () => d.close() })),
      ),
      h(
        'div',
        { class: 'keys' },
        KEYS.map(([name, list]) =>
          h(
            'section',
            {},
            h('h3', {}, name),
            h(
              'ul',
              {},
              list.map(([k, what]) =>
                h(
                  'li',
                  {},
                  h('span', {}, what),
                  h('span', {}, k.split(' ').map((x) => x === '–' ? ' – ' : h('kbd', {}, x))),
                )
              ),
            ),
          )
        ),
        h(
          'section',
          {},
          h('label', { class: 'check' }, box, 'Single keys do something'),
          h('p', { class: 'xs mute' }, 'They rest while a field has the focus.'),
        ),
      ),
    );
    document.body.append(d);
  }
  if (!d.open) d.showModal();
}

/** Asks before something that cannot be undone; resolves to whether it was confirmed. */
export function confirm({ head, text, yes, no = 'Go back' }) {
  return new Promise((done) => {
    const d = h(
      'dialog',
      {
        class: 'ask',
        'aria-labelledby': 'ask-h',
        onclose: () => {
          d.remove();
          done(d.returnValue === 'yes');
        },
      },
      h('header', {}, h('h2', { id: 'ask-h' }, head)),
      h(
        'div',
        { class: 'pad' },
        h('p', {}, text),
        h(
          'div',
          { class: 'acts' },
          btn(no, { onclick: () => d.close('no'), autofocus: true }),
          btn(yes, { kind: 'stop', onclick: () => d.close('yes') }),
        ),
      ),
    );
    document.body.append(d);
    d.showModal();
  });
}

/** `j` and `k` walk the links of a list's rows. */
export function listKeys(list) {
  const step = (by) => {
    const links = [...list.querySelectorAll('a.cover')], i = links.findIndex((a) => a === document.activeElement);
    links[i < 0 ? (by > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, i + by))]?.focus();
  };
  keys({ j: () => step(1), k: () => step(-1) });
}
