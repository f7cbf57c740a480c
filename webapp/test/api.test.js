import test from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { makeApi, Problem, problemOf, splitLines } from '../lib/api.js';

/** A server on a free port that answers with `answer(request, body)`, and an API on it. */
async function serve(t, answer, more = {}) {
  const server = createServer(async (q, r) => {
    let body = '';
    for await (const part of q) body += part;
    answer(q, r, body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  return makeApi({ base: `http://127.0.0.1:${server.address().port}/api`, fetch, ...more });
}
const reply = (r, status, type, text, headers = {}) => {
  r.writeHead(status, { 'Content-Type': type, ...headers });
  r.end(text);
};

test('a problem says what the server said, and which fields are wrong', () => {
  const p = problemOf(
    422,
    'application/problem+json',
    JSON.stringify({
      title: 'Not valid',
      detail: 'Two fields',
      problems: [{ field: 'version', message: 'three numbers' }, { field: 'version', message: 'second' }],
    }),
  );
  assert.ok(p instanceof Problem);
  assert.deepEqual([p.status, p.title, p.detail, p.fields], [422, 'Not valid', 'Two fields', {
    version: 'three numbers',
  }]);
});
test('an answer of a proxy is told in plain words', () => {
  assert.match(problemOf(502, 'text/html', '<h1>Bad gateway</h1>').title, /could not do this/);
  assert.equal(problemOf(409, 'application/problem+json', 'not json').title, 'Not possible now');
  assert.doesNotMatch(problemOf(502, 'text/html', '<h1>Bad gateway</h1>').detail, /</);
});
test('a server that is not there is a problem of status 0', async () => {
  const api = makeApi({ base: 'http://127.0.0.1:1/api', fetch });
  await assert.rejects(api.flows(), (p) => p.status === 0 && /does not answer/.test(p.title));
});
test('401 tells that nobody is signed in, except when signing in', async (t) => {
  let out = 0;
  const api = await serve(t, (q, r) => reply(r, 401, 'application/problem+json', '{"title":"no"}'), {
    onSignedOut: () => out++,
  });
  await assert.rejects(api.login('x'));
  assert.equal(out, 0);
  await assert.rejects(api.runs());
  assert.equal(out, 1);
});
test('names in paths are escaped, empty arguments are left out', async (t) => {
  const seen = [];
  const api = await serve(t, (q, r, body) => {
    seen.push([q.method, q.url, body]);
    reply(r, 200, 'application/json', '{}');
  });
  await api.flow('a/b c');
  await api.runs({ state: 'active', q: '', branch: null, limit: 5 });
  await api.retry('h1-2', 'node');
  await api.cancel('h1-2');
  assert.deepEqual(seen, [['GET', '/api/flows/a%2Fb%20c', ''], ['GET', '/api/runs?state=active&limit=5', ''], [
    'POST',
    '/api/runs/h1-2/retry',
    '{"from":"node"}',
  ], ['POST', '/api/runs/h1-2/cancel', '{}']]);
  assert.equal(api.artifactUrl('h1-2', 'a b/c#d.txt').split('/api')[1], '/runs/h1-2/artifacts/a%20b/c%23d.txt');
});
test('lines come with their numbers', async (t) => {
  const api = await serve(
    t,
    (q, r) =>
      reply(r, 200, 'text/plain', 'eleven\r\ntwelve\nthir', {
        'X-Floe-First-Line': '11',
        'X-Floe-Total-Lines': '13',
        'X-Floe-Offset': '70',
      }),
  );
  assert.deepEqual(await api.lines('h1-2', 'build', { pass: 1, attempt: 1, from: 11, count: 200 }), {
    first: 11,
    lines: ['eleven', 'twelve', 'thir'],
    total: 13,
    offset: 70,
  });
});
test('an answer that is no JSON is told', async (t) => {
  const api = await serve(t, (q, r) => reply(r, 200, 'text/html', '<html>'));
  await assert.rejects(api.flows(), /did not answer with JSON/);
});
test('lines end with a line feed', () => {
  assert.deepEqual(splitLines(''), []);
  assert.deepEqual(splitLines('\n'), ['']);
  assert.deepEqual(splitLines('a\n\nb'), ['a', '', 'b']);
  assert.deepEqual(splitLines('a\n'), ['a']);
});
