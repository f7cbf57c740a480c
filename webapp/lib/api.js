// The HTTP API: one function a call, answers as plain objects, everything that is not an answer as a `Problem`.

/** What went wrong, in words for a person. `fields` names what is wrong with each field of a form. */
export class Problem extends Error {
  constructor({ status = 0, title, detail = '', fields = {} }) {
    super(detail || title);
    Object.assign(this, { name: 'Problem', status, title, detail, fields });
  }
}

const TITLES = {
  400: 'The server did not understand this',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not there',
  409: 'Not possible now',
  413: 'Too large',
  422: 'Something in the form is not right',
  429: 'Too many requests',
  503: 'The server is not ready',
};

/** A reply that is not good, as a problem: problem+json when it is that, else the best that can be said. */
export function problemOf(status, type, text) {
  let body = {};
  if (/json/.test(type ?? '')) {
    try {
      body = JSON.parse(text) ?? {};
    } catch { /* not what it says: the status must do */ }
  }
  const fields = {};
  for (const p of body.problems ?? []) fields[p.field ?? ''] ??= p.message;
  return new Problem({
    status,
    fields,
    title: body.title || TITLES[status] ||
      (status >= 500 ? 'The server could not do this' : `The server answered ${status}`),
    detail: body.detail ||
      (status >= 500 && !body.title ? 'It has written the reason to its log. Trying again may help.' : ''),
  });
}

const query = (args) => {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(args ?? {})) if (v !== undefined && v !== null && v !== '') q.set(k, v);
  const text = q.toString();
  return text ? '?' + text : '';
};
const enc = encodeURIComponent;

/**
 * @param base where the API is, `/build/api`
 * @param onSignedOut called when an answer says that nobody is signed in
 * @param onDate called with the server's clock (milliseconds) of each answer
 */
export function makeApi({ base, fetch, onSignedOut = () => {}, onDate = () => {} }) {
  async function send(method, path, { args, body, headers, signal } = {}) {
    let reply;
    try {
      reply = await fetch(base + path + query(args), {
        method,
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          Accept: 'application/json',
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (error) {
      if (error?.name === 'AbortError') throw error;
      throw new Problem({
        title: 'The server does not answer',
        detail: 'It may be restarting, or the network is down. This page tries again by itself.',
      });
    }
    const date = Date.parse(reply.headers.get('date') ?? '');
    if (date) onDate(date);
    if (reply.ok) return reply;
    const problem = problemOf(reply.status, reply.headers.get('content-type'), await reply.text().catch(() => ''));
    if (reply.status === 401 && path !== '/login') onSignedOut();
    throw problem;
  }
  async function json(method, path, more) {
    const reply = await send(method, path, more), text = await reply.text();
    if (!text) return null;
    try {
      return JSON.parse(text);
    } catch {
      throw new Problem({
        status: reply.status,
        title: 'The answer cannot be read',
        detail: `${method} ${path} did not answer with JSON. A proxy between here and the server may be at fault.`,
      });
    }
  }
  const get = (path, args, signal) => json('GET', path, { args, signal });
  const post = (path, body = {}) => json('POST', path, { body });
  const run = (ref) => `/runs/${enc(ref)}`, log = (ref, node) => `${run(ref)}/nodes/${enc(node)}/log`;

  return {
    base,
    me: () => get('/me'),
    login: (token) => post('/login', { token }),
    logout: () => post('/logout'),
    flows: (signal) => get('/flows', {}, signal),
    flow: (id, signal) => get(`/flows/${enc(id)}`, {}, signal),
    runs: (args, signal) => get('/runs', args, signal),
    run: (ref, signal) => get(run(ref), {}, signal),
    start: (flow, body, key) =>
      json('POST', `/flows/${enc(flow)}/runs`, { body, headers: key ? { 'Idempotency-Key': key } : {} }),
    answer: (ref, node, body, key) =>
      json('POST', `${run(ref)}/nodes/${enc(node)}/answer`, { body, headers: key ? { 'Idempotency-Key': key } : {} }),
    cancel: (ref) => post(`${run(ref)}/cancel`),
    pause: (ref) => post(`${run(ref)}/pause`),
    resume: (ref) => post(`${run(ref)}/resume`),
    retry: (ref, from) => post(`${run(ref)}/retry`, from ? { from } : {}),
    keep: (ref) => post(`${run(ref)}/keep`),
    unkeep: (ref) => post(`${run(ref)}/unkeep`),
    why: (ref, signal) => get(`${run(ref)}/why`, {}, signal),
    events: (ref, args, signal) => get(`${run(ref)}/events`, args, signal),
    schedule: (flow, next, signal) => get(`/flows/${enc(flow)}/schedule`, { next }, signal),
    drain: (host) => post(`/hosts/${enc(host)}/drain`),
    undrain: (host) => post(`/hosts/${enc(host)}/resume`),
    hosts: (signal) => get('/hosts', {}, signal),
    artifacts: (ref, signal) => get(`${run(ref)}/artifacts`, {}, signal),
    artifactUrl: (ref, path) => `${base}${run(ref)}/artifacts/${path.split('/').map(enc).join('/')}`,
    logUrl: (ref, node, args) => base + log(ref, node) + query({ ...args, raw: 1 }),
    find: (ref, node, args, signal) => get(log(ref, node), args, signal),
    /** Lines by number, the first is 1: what came, how many there are, and where the first of them starts in bytes. */
    async lines(ref, node, { pass, attempt, from, count }, signal) {
      const reply = await send('GET', log(ref, node), {
        args: { pass, attempt, from_line: from, lines: count },
        headers: { Accept: 'text/plain' },
        signal,
      });
      const text = await reply.text(),
        number = (name, none) => {
          const t = reply.headers.get(name);
          return t === null || t === '' ? none : Number(t);
        };
      const lines = splitLines(text), first = number('x-floe-first-line', from);
      return {
        first,
        lines,
        total: number('x-floe-total-lines', first - 1 + lines.length),
        offset: number('x-floe-offset', 0),
      };
    },
  };
}

/** Lines of a text; a last one without an end counts, an end at the end does not start another. */
export function splitLines(text) {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((l) => l.endsWith('\r') ? l.slice(0, -1) : l);
}
