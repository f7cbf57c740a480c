// Addresses: which page a path means, and moving between pages without loading the document again.
import { signal } from './lib/signal.js';

export const APP = '/app';

const ROUTES = [
  ['/', 'dash'],
  ['/dash', 'dash'],
  ['/flows', 'dash'],
  ['/flows/:id', 'flow'],
  ['/flows/:flow/runs/:ref', 'run'],
  ['/runs', 'runs'],
  ['/runs/:ref', 'run'],
  ['/waiting', 'waiting'],
  ['/queue', 'queue'],
  ['/hosts', 'hosts'],
  ['/signin', 'signin'],
].map(([pattern, page]) => [pattern.split('/').slice(1), page]);

/** The page of a path below `/app` and the named parts of it; `missing` when there is none. */
export function match(path) {
  const parts = path.replace(/^\/app(?=\/|$)/, '').replace(/\/+$/, '').split('/').slice(1);
  if (!parts.length) parts.push('');
  for (const [pattern, page] of ROUTES) {
    if (pattern.length !== parts.length) continue;
    const args = {};
    const fits = pattern.every((p, i) =>
      p.startsWith(':') ? parts[i] !== '' && (args[p.slice(1)] = decode(parts[i])) !== null : p === parts[i]
    );
    if (fits) return { page, args };
  }
  return { page: 'missing', args: { path } };
}
const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

export const to = {
  dash: () => `${APP}/dash`,
  waiting: () => `${APP}/waiting`,
  queue: () => `${APP}/queue`,
  hosts: () => `${APP}/hosts`,
  runs: (args) => `${APP}/runs${search(args)}`,
  flow: (id) => `${APP}/flows/${encodeURIComponent(id)}`,
  run: (ref, args) => `${APP}/runs/${encodeURIComponent(ref)}${search(args)}`,
  signin: (next) => `${APP}/signin${search({ next })}`,
};
export function search(args) {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(args ?? {})) if (v !== undefined && v !== null && v !== '') q.set(k, v);
  const text = q.toString();
  return text ? '?' + text : '';
}

/** Only an address of this dashboard may follow a sign-in. */
export const safeNext = (next) =>
  /^\/app(\/|$)/.test(next ?? '') && !next.includes('//') && !next.includes('\\') ? next : to.dash();

/** Present address; `path` changes only when another page is meant, `query` with each change of the search part. */
export const place = { path: signal(''), query: signal(new URLSearchParams()), hash: signal('') };

export function take() {
  place.query.value = String(place.query.peek()) === location.search.slice(1)
    ? place.query.peek()
    : new URLSearchParams(location.search);
  place.hash.value = location.hash;
  place.path.value = location.pathname;
}
export function go(href, { replace = false } = {}) {
  const url = new URL(href, location.href);
  if (url.href !== location.href) window.history[replace ? 'replaceState' : 'pushState'](null, '', url);
  take();
}
/** Changes the search part only; empty values are dropped. */
export function setQuery(changes, { replace = true } = {}) {
  const q = new URLSearchParams(location.search);
  for (const [k, v] of Object.entries(changes)) {
    if (v === undefined || v === null || v === '') q.delete(k);
    else q.set(k, v);
  }
  const text = q.toString();
  go(location.pathname + (text ? '?' + text : '') + location.hash, { replace });
}

/** Makes links of this dashboard change the page in place; all other clicks are left to the browser. */
export function watchLinks() {
  addEventListener('popstate', take);
  addEventListener('hashchange', take);
  document.addEventListener('click', (ev) => {
    const a = ev.target.closest?.('a[href]');
    if (
      !a || ev.defaultPrevented || ev.button !== 0 || ev.ctrlKey || ev.metaKey || ev.shiftKey || ev.altKey ||
      a.hasAttribute('target') || a.hasAttribute('download')
    ) return;
    const url = new URL(a.getAttribute('href'), location.href);
    if (url.origin !== location.origin || !/^\/app(\/|$)/.test(url.pathname)) return;
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    ev.preventDefault();
    go(url.href);
  });
}
