import test from 'node:test';
import assert from 'node:assert/strict';
import { logTarget } from '../parts/attempts.js';

const node = (more) => ({
  id: 'unit',
  name: 'Unit',
  class: 'task',
  type: 'exec',
  state: 'ended',
  good: true,
  outcome: 'good',
  pass: 1,
  attempt: 1,
  log_bytes: 9,
  ...more,
});
const run = (...nodes) => ({ ref: 'h1-2', state: 'active', nodes });
const short = (t) => t && [t.pass, t.attempt, !!t.live, t.none];

test('without a choice the log is the last attempt of the pass in flight', () => {
  assert.deepEqual(short(logTarget(run(node(), node({ pass: 2, state: 'running', attempt: 3 })), 'unit')), [
    2,
    3,
    true,
    false,
  ]);
});
test('an earlier pass or attempt is as it was', () => {
  const r = run(node({ attempt: 2 }), node({ pass: 2, state: 'running', attempt: 3 }));
  assert.deepEqual(short(logTarget(r, 'unit', 1, 1)), [1, 1, false, false]);
  assert.deepEqual(short(logTarget(r, 'unit', 2, 2)), [2, 2, false, false]);
  assert.deepEqual(short(logTarget(r, 'unit', 2, 99)), [2, 3, true, false]);
});
test('what never ran, waits for a person or merges has no log', () => {
  assert.equal(logTarget(run(node({ pass: 0, attempt: 0, state: 'idle' })), 'unit').none, true);
  assert.equal(logTarget(run(node({ type: 'data', state: 'waiting' })), 'unit').none, true);
  assert.equal(logTarget(run(node({ class: 'merge', type: 'all' })), 'unit').none, true);
  assert.equal(
    logTarget(run(node({ attempt: 0, outcome: 'bad', good: false, reason: 'template' })), 'unit').none,
    true,
  );
  assert.equal(logTarget(run(node({ attempt: 0, state: 'queued' })), 'unit').none, false);
  assert.equal(logTarget(run(node()), 'other'), null);
});
test('nothing is to come in a run that is over', () =>
  assert.equal(logTarget({ ...run(node({ state: 'running' })), state: 'archive' }, 'unit').live, false));
