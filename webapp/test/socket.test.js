import test from 'node:test';
import assert from 'node:assert/strict';
import { coalesce, delay, makeSocket } from '../lib/socket.js';

/** Timers by hand. */
function clock() {
  const c = { at: 0, due: [], now: () => c.at };
  c.setTimeout = (fn, ms) => {
    const t = { fn, at: c.at + ms };
    c.due.push(t);
    return t;
  };
  c.clearTimeout = (t) => {
    c.due = c.due.filter((x) => x !== t);
  };
  c.run = async (ms) => {
    const end = c.at + ms;
    for (;;) {
      const t = c.due.filter((x) => x.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!t) break;
      c.clearTimeout(t);
      c.at = t.at;
      t.fn();
      await new Promise(setImmediate);
    }
    c.at = end;
  };
  return c;
}
function make() {
  const c = clock(), made = [], told = [];
  class WebSocket {
    constructor(url) {
      this.url = url;
      this.sent = [];
      made.push(this);
    }
    send(x) {
      this.sent.push(JSON.parse(x));
    }
    close() {
      this.onclose?.();
    }
  }
  const socket = makeSocket({
    url: 'ws://x/ws',
    WebSocket,
    ...c,
    random: () => .5,
    on: {
      snapshot: (r) => told.push(['snapshot', r.length]),
      event: (e) => told.push(['event', e.tag]),
      missed: () => told.push(['missed']),
      state: (s) => told.push(['live', s.live]),
    },
  });
  const say = (x) => made.at(-1).onmessage({ data: typeof x === 'string' ? x : JSON.stringify(x) });
  return { c, made, told, socket, say };
}

test('nothing is opened before start', () => assert.equal(make().made.length, 0));
test('it subscribes, hears a snapshot, then events, and comes back at its cursor', async () => {
  const { c, made, told, socket, say } = make();
  socket.start();
  made[0].onopen();
  assert.deepEqual(made[0].sent, [{ subscribe: {} }]);
  say({ snapshot: { cursor: 'c1', runs: [{}, {}] } });
  say({ id: 1, cursor: 'c2', run: 'h1-1', tag: 'task.build.good' });
  say({ run: 'h1-1', tag: 'sys.node.update' }); // not stored: has no cursor
  made[0].onclose();
  await c.run(600);
  assert.equal(made.length, 2);
  made[1].onopen();
  assert.deepEqual(made[1].sent, [{ subscribe: { since: 'c2' } }]);
  assert.deepEqual(told, [['live', true], ['snapshot', 2], ['event', 'task.build.good'], ['event', 'sys.node.update'], [
    'live',
    false,
  ], ['live', true]]);
});
test('missed events are told and move the cursor', () => {
  const { made, told, socket, say } = make();
  socket.start();
  made[0].onopen();
  say({ missed: { cursor: 'c9' } });
  assert.equal(socket.cursor, 'c9');
  assert.deepEqual(told.at(-1), ['missed']);
});
test('what cannot be read is passed over', () => {
  const { made, told, socket, say } = make();
  socket.start();
  made[0].onopen();
  say('{');
  assert.deepEqual(told, [['live', true]]);
});
test('waits grow to fifteen seconds, and are short again after something was heard', async () => {
  const { c, made, socket, say } = make();
  socket.start();
  const at = [];
  for (let i = 0; i < 8; i++) {
    const was = c.at, n = made.length;
    made.at(-1).onclose();
    while (made.length === n) await c.run(100);
    at.push(c.at - was);
  }
  assert.deepEqual(at, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  made.at(-1).onopen();
  say({ snapshot: { cursor: 'a', runs: [] } });
  const n = made.length;
  made.at(-1).onclose();
  await c.run(500);
  assert.equal(made.length, n + 1);
});
test('it can be asked to try at once, and stops when told', async () => {
  const { c, made, socket } = make();
  socket.start();
  made[0].onclose();
  socket.again();
  assert.equal(made.length, 2);
  socket.stop();
  await c.run(60_000);
  assert.equal(made.length, 2);
});
test('waits are spread', () => {
  assert.equal(delay(0, () => 0), 375);
  assert.equal(delay(0, () => 1), 625);
  assert.equal(delay(99, () => .5), 15000);
});

test('a burst of requests is done at once and once more', async () => {
  const c = clock();
  let n = 0;
  const ask = coalesce(
    async () => {
      n++;
    },
    250,
    c,
  );
  for (let i = 0; i < 100; i++) ask();
  await c.run(0);
  assert.equal(n, 1);
  for (let i = 0; i < 100; i++) ask();
  await c.run(100);
  assert.equal(n, 1);
  await c.run(200);
  assert.equal(n, 2);
  await c.run(5000);
  assert.equal(n, 2);
});
test('what is asked for while it works comes after, never beside', async () => {
  const c = clock();
  let open = 0, most = 0, n = 0, release;
  const ask = coalesce(
    async () => {
      n++;
      most = Math.max(most, ++open);
      await new Promise((r) => {
        release = r;
      });
      open--;
    },
    100,
    c,
  );
  ask();
  await c.run(0);
  ask();
  ask();
  await c.run(1000);
  assert.equal(n, 1);
  release();
  await new Promise(setImmediate);
  await c.run(1000);
  assert.equal(n, 2);
  assert.equal(most, 1);
});
