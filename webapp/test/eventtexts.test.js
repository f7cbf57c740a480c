import test from 'node:test';
import assert from 'node:assert/strict';
import { news, said, stateOf } from '../lib/eventtexts.js';

test('a value is said where it is new, or has changed, also on the next page', () => {
  const known = new Map();
  const first = news([{ values: { branch: 'main' } }, { values: { branch: 'main', hash: 'a' } }], known);
  assert.deepEqual(first.map((e) => e.values), [{ branch: 'main' }, { hash: 'a' }]);
  assert.deepEqual(news([{ values: { branch: 'main', hash: 'b' } }, {}], known).map((e) => e.values), [{ hash: 'b' }, {}]);
});
test('values stand in one line that has an end', () => {
  assert.equal(said({ a: 'x', n: 3, list: [1] }), 'a=x  n=3  list=[1]');
  assert.equal(said(undefined), '');
  assert.ok(said({ a: 'x'.repeat(5000) }).length < 400);
});
test('an event has the mark of what it tells', () => {
  assert.equal(stateOf({ tag: 'task.a.bad', good: false }), 'failed');
  assert.equal(stateOf({ tag: 'task.a.good', good: true }), 'good');
  assert.equal(stateOf({ tag: 'sys.data.required', good: true }), 'waiting');
  assert.equal(stateOf({ tag: 'sys.state', good: true }), null);
});
