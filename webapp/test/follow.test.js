import test from 'node:test';
import assert from 'node:assert/strict';
import { follow } from '../lib/follow.js';

const node = (id, state, more = {}) => ({ id, class: 'task', type: 'exec', state, pass: state === 'idle' ? 0 : 1, log_bytes: 5, ...more });
const run = (nodes, more = {}) => ({ state: 'active', nodes, ...more });
const bad = { good: false, outcome: 'bad' };

test('what runs is shown, until it has ended, then what runs next', () => {
  assert.equal(follow(run([node('a', 'running'), node('b', 'running')])), 'a');
  assert.equal(follow(run([node('a', 'running'), node('b', 'running')]), 'b'), 'b', 'no jumping between two');
  assert.equal(follow(run([node('a', 'ended'), node('b', 'running')]), 'a'), 'b');
  assert.equal(follow(run([node('a', 'ended'), node('b', 'idle')]), 'a'), 'a', 'nothing new, nothing moves');
});
test('what failed is shown when the run has ended badly, else all stays', () => {
  const nodes = [node('a', 'ended', bad), node('b', 'ended')];
  assert.equal(follow(run(nodes, { state: 'archive', result: 'bad' }), 'b'), 'a');
  assert.equal(follow(run(nodes, { state: 'archive', result: 'good' }), 'b'), 'b');
});
test('who comes late sees what ended last; of what has not begun there is nothing', () => {
  const ended = [node('a', 'ended', { ended_at: '2026-01-01T00:00:05Z' }), node('b', 'ended', { ended_at: '2026-01-01T00:00:02Z' })];
  assert.equal(follow(run(ended, { state: 'archive', result: 'good' })), 'a');
  assert.equal(follow(run([node('a', 'idle')], { state: 'pending' })), null);
});
