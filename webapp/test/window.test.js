import test from 'node:test';
import assert from 'node:assert/strict';
import { barAt, chunks, extent, lineHash, MOST, moved, pickedLines, visible } from '../lib/window.js';

const row = 18, view = 540;

test('a short log scrolls as it is', () => {
  const e = extent(100, row, view);
  assert.deepEqual(e, { real: 1800, height: 1800, end: 1260 });
  assert.equal(moved(0, 0, 300, e, view), 300);
  assert.equal(barAt(300, e, view), 300);
});
test('a log shorter than the view does not scroll', () => assert.equal(extent(3, row, view).end, 0));
test('a million lines fit under what browsers can draw', () => {
  const e = extent(1_000_000, row, view);
  assert.ok(e.height <= MOST);
  assert.equal(e.end, 18_000_000 - view);
  const { first, last } = visible(e.end, 1_000_000, row, view);
  assert.equal(last, 1_000_000);
  assert.ok(last - first < 80);
});
test('the wheel moves by real pixels in a long log, a dragged bar by proportion', () => {
  const e = extent(10_000_000, row, view), mid = e.end / 2, bar = barAt(mid, e, view);
  assert.equal(moved(mid, bar, bar + 100, e, view), mid + 100);
  assert.ok(Math.abs(moved(0, 0, (e.height - view) / 4, e, view) - e.end / 4) < 1);
});
test('both ends of the bar are both ends of the log', () => {
  const e = extent(10_000_000, row, view);
  assert.equal(moved(500, 500, 0, e, view), 0);
  assert.equal(moved(e.end - 900, e.height - view - 100, e.height - view, e, view), e.end);
  assert.equal(barAt(e.end, e, view), e.height - view);
});
test('every line can be brought into view', () => {
  const total = 3_333_333, e = extent(total, row, view);
  for (const line of [0, 1, 77_777, 1_666_666, total - 1]) {
    const top = Math.min(e.end, line * row), { first, last } = visible(top, total, row, view, 0);
    assert.ok(first <= line && line < last, String(line));
  }
});
test('chunks cover what is asked for', () => {
  assert.deepEqual(chunks(0, 1, 200), [0]);
  assert.deepEqual(chunks(199, 201, 200), [0, 1]);
  assert.deepEqual(chunks(5, 5, 200), []);
  assert.deepEqual(chunks(400, 401, 200), [2]);
});
test('lines in the address', () => {
  assert.deepEqual(pickedLines('#L12'), [12, 12]);
  assert.deepEqual(pickedLines('#L20-L12'), [12, 20]);
  assert.deepEqual(pickedLines('#L5-7'), [5, 7]);
  for (const bad of ['', '#L0', '#L', '#start', '#L1x', undefined]) assert.equal(pickedLines(bad), null);
  assert.equal(lineHash([3, 3]), '#L3');
  assert.equal(lineHash([3, 9]), '#L3-L9');
});
