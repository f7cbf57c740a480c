// Makers of elements. Text is always set as text; styles only through the CSSOM, as the content policy wants.
// A property or child that is a function is kept up to date: it is run again when a signal it read changes.
import { effect, onEnd, scope, signal, untracked } from './signal.js';

const SVG = 'http://www.w3.org/2000/svg';
export const h = (tag, props, ...kids) => fill(document.createElement(tag), props, kids);
export const s = (tag, props, ...kids) => fill(document.createElementNS(SVG, tag), props, kids);

function fill(el, props, kids) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) { if (value) el.addEventListener(name.slice(2), value); }
    else if (typeof value === 'function') effect(() => set(el, name, value()));
    else set(el, name, value);
  }
  for (const kid of kids) add(el, kid);
  return el;
}

function set(el, name, value) {
  if (name === 'vars') {
    for (const [n, x] of Object.entries(value ?? {})) el.style.setProperty(n, x);
    return;
  }
  if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'open') {
    if (name in el) {
      if (el[name] !== (value ?? (name === 'value' ? '' : false))) el[name] = value ?? (name === 'value' ? '' : false);
      return;
    }
  }
  if (value === undefined || value === null || value === false) el.removeAttribute(name);
  else if (el.getAttribute(name) !== String(value === true ? '' : value)) {
    el.setAttribute(name, value === true ? '' : value);
  }
}

/** Appends what a page or part gave: elements, texts, functions that give them, lists of all these. */
export function put(parent, ...kids) {
  for (const kid of kids) add(parent, kid);
  return parent;
}

function add(parent, kid) {
  if (kid === undefined || kid === null || kid === false || kid === true) return;
  if (Array.isArray(kid)) { for (const k of kid) add(parent, k); }
  else if (typeof kid === 'function') region(parent, kid);
  else parent.append(kid instanceof Node ? kid : String(kid));
}

/** What `fn` returns, between two empty texts; text that changes is changed in place. */
function region(parent, fn) {
  const from = document.createTextNode(''), to = document.createTextNode('');
  parent.append(from, to);
  effect(() => {
    const box = document.createDocumentFragment();
    add(box, fn());
    const old = from.nextSibling, one = box.firstChild;
    const plain = (n) => n?.nodeType === 3;
    if (old !== to && old.nextSibling === to && plain(old) && plain(one) && !one.nextSibling) {
      if (old.data !== one.data) old.data = one.data;
      return;
    }
    while (from.nextSibling !== to) from.nextSibling.remove();
    to.before(box);
  });
}

/**
 * Rows by key: a row's element stays while its key does, so that focus and scroll stay too. `row` gets a signal of the
 * item. The elements are put into `parent` after whatever it has.
 */
export function each(parent, list, key, row) {
  const end = document.createTextNode(''), kept = new Map();
  parent.append(end);
  effect(() => {
    const items = list(), seen = new Set();
    let at = end;
    for (const item of [...items].reverse()) {
      const k = key(item);
      if (seen.has(k)) continue;
      seen.add(k);
      let one = kept.get(k);
      if (one) {
        untracked(() => {
          one.item.value = item;
        });
      } else {
        const value = signal(item);
        const [el, stop] = scope(() => row(value));
        kept.set(k, one = { item: value, el, stop });
      }
      if (one.el.nextSibling !== at) at.before(one.el);
      at = one.el;
    }
    for (const [k, one] of kept) {
      if (!seen.has(k)) {
        one.stop();
        one.el.remove();
        kept.delete(k);
      }
    }
  });
  onEnd(() => {
    for (const one of kept.values()) one.stop();
  });
  return parent;
}

/** Listens on something that outlives the page; stops with the page. */
export function listen(target, type, fn, options) {
  target.addEventListener(type, fn, options);
  onEnd(() => target.removeEventListener(type, fn, options));
}
