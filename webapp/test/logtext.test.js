import test from 'node:test';
import assert from 'node:assert/strict';
import { logText } from '../lib/logtext.js';

/** A log that can grow, and what was asked of it. */
function source(total) {
  const log = { lines: Array.from({ length: total }, (_, i) => `line ${i + 1}`), asked: [] };
  log.read = async (from, count) => {
    log.asked.push([from, count]);
    return { first: from, lines: log.lines.slice(from - 1, from - 1 + count), total: log.lines.length };
  };
  return log;
}
const settle = () => new Promise((done) => setImmediate(done));

test('a long log is read by what is in view', async () => {
  const log = source(1_000_000), text = logText(log);
  await text.open();
  assert.equal(text.total, 1_000_000);
  text.want(999_950, 1_000_000);
  await settle();
  assert.equal(text.line(999_999), 'line 1000000');
  assert.deepEqual(log.asked, [[1, 200], [999_801, 200]]);
});
test('what is there is not asked again, and one chunk is asked once at a time', async () => {
  const log = source(1000), text = logText(log);
  await text.open();
  text.want(0, 150);
  text.want(250, 300);
  text.want(250, 300);
  await settle();
  assert.deepEqual(log.asked, [[1, 200], [201, 200]]);
});
test('new lines at the end are found, a half line is made whole', async () => {
  const log = source(3), text = logText(log);
  await text.open();
  log.lines[2] = 'line 3 and more';
  log.lines.push('line 4');
  assert.equal(await text.more(), true);
  assert.deepEqual([text.total, text.line(2), text.line(3)], [4, 'line 3 and more', 'line 4']);
  assert.equal(await text.more(), false);
});
test('a chunk that grew past what was read is filled', async () => {
  const log = source(10), text = logText(log);
  await text.open();
  for (let i = 10; i < 900; i++) log.lines.push(`line ${i + 1}`);
  await text.more();
  assert.equal(text.total, 900);
  text.want(0, 900);
  await settle();
  for (const i of [0, 9, 10, 199, 200, 500, 899]) assert.equal(text.line(i), `line ${i + 1}`);
});
test('chunks longest unseen are forgotten', async () => {
  const log = source(10_000), text = logText({ ...log, keep: 3 });
  await text.open();
  for (const at of [1000, 2000, 3000, 4000]) {
    text.want(at, at + 10);
    await settle();
  }
  text.want(4000, 4001);
  assert.equal(text.line(0), undefined);
  assert.equal(text.line(4005), 'line 4006');
});
test('a colour goes on in the next line', async () => {
  const log = source(3), text = logText(log);
  log.lines[0] = '\x1b[31mred';
  await text.open();
  assert.deepEqual(text.spans(1), [{ text: 'line 2', cls: 'f1' }]);
});
test('a failed read is told and can be tried again', async () => {
  let broken = true, told = 0;
  const log = source(5),
    text = logText({
      read: (...a) => broken ? Promise.reject(new Error('off')) : log.read(...a),
      failed: () => told++,
    });
  await text.open();
  assert.deepEqual([text.total, told], [null, 1]);
  broken = false;
  await text.open();
  assert.equal(text.total, 5);
});
