import test from 'node:test';
import assert from 'node:assert/strict';
import { logText } from '../lib/logtext.js';

/** A log that can grow, and what was asked of it. */
function source(total) {
  const log = { lines: Array.from({ length: total }, (_, i) => `line ${i + 1}`), asked: [] };
  log.read = async (from, count) => {
    log.asked.push([from, count]);
    const first = from < 0 ? Math.max(1, log.lines.length + 1 + from) : from;
    return { first, lines: log.lines.slice(first - 1, first - 1 + count), total: log.lines.length };
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

const coloured = (log, at) => {
  log.lines[at - 1] = `\x1b[31m${log.lines[at - 1]}`;
};
test('a colour goes on from chunk to chunk, whichever was read first', async () => {
  const log = source(900), text = logText(log);
  coloured(log, 150);
  await text.open();
  const before = text.mood(450);
  text.want(450, 460);
  await settle();
  text.want(450, 460); // it is here, and begins in the middle of something: what lies before it is read
  await settle();
  assert.deepEqual(text.spans(450), [{ text: 'line 451', cls: 'f1' }]);
  assert.notEqual(text.mood(450), before, 'who has drawn it before draws it again');
});
test('what was found of a colour outlives the lines it was in', async () => {
  const log = source(4000), text = logText({ ...log, keep: 2 });
  coloured(log, 10);
  await text.open();
  for (const at of [200, 400, 600]) {
    text.want(at, at + 10);
    await settle();
  }
  assert.equal(text.line(20), undefined);
  assert.deepEqual(text.spans(601), [{ text: 'line 602', cls: 'f1' }]);
});
test('a log without colours is read no further than what is in view', async () => {
  const log = source(5000), text = logText(log);
  await text.open();
  text.want(3000, 3010);
  await settle();
  text.want(3000, 3010);
  await settle();
  assert.deepEqual(log.asked, [[1, 200], [3001, 200]]);
});

test('a log that grows faster than it is read is shown where it ends', async () => {
  const log = source(10), text = logText(log);
  await text.open();
  for (let i = 10; i < 5000; i++) log.lines.push(`line ${i + 1}`);
  const { read } = log;
  log.asked.length = 0;
  const ends = [];
  const grown = logText({
    ...log,
    read: async (...a) => {
      const got = await read(...a);
      for (let i = 0; i < 400; i++) log.lines.push(`line ${log.lines.length + 1}`);
      return got;
    },
    changed: () => ends.push(grown.line(grown.total - 1)),
  });
  await grown.open();
  for (let i = 0; i < 3; i++) await grown.more();
  assert.ok(ends.slice(1).every((line) => line !== undefined), 'the last line is there each time something is drawn');
});
test('a log opened at its end asks for nothing else', async () => {
  const log = source(100_050), text = logText(log);
  await text.open({ atEnd: true });
  text.want(100_000, 100_050);
  await settle();
  assert.equal(text.line(100_049), 'line 100050');
  assert.deepEqual(log.asked, [[-200, 200]]);
});
