import test from 'node:test';
import assert from 'node:assert/strict';
import { failure, kept, latest, nextStart, nodeNote, nodeState, passes, runState, title, usual, waitsForPerson } from '../lib/states.js';
import { culprit, sentence } from '../lib/sentence.js';

const at = (s) => new Date(1e12 + s * 1000).toISOString(), now = 1e12 + 100_000;
const node = (id, state, more) => ({ id, name: id, class: 'task', type: 'exec', state, pass: 1, attempt: 1, ...more });

test('a run shows one state', () => {
  for (
    const [run, word] of [
      [{ state: 'archive', result: 'good', good: true }, 'good'],
      [{ state: 'archive', result: 'bad', reason: 'unheard' }, 'failed'],
      [{ state: 'archive', result: 'bad', reason: 'stalled' }, 'stalled'],
      [{ state: 'archive', result: 'bad', reason: 'queue-timeout' }, 'timed-out'],
      [{ state: 'archive', result: 'cancelled', good: false }, 'cancelled'],
      [{ state: 'archive', good: false }, 'failed'],
      [{ state: 'pending' }, 'queued'],
      [{ state: 'pending', paused: true }, 'paused'],
      [{ state: 'active' }, 'running'],
      [{ state: 'active', waits: [{ kind: 'answer' }] }, 'waiting'],
      [{ state: 'active', waits_for_person: true }, 'waiting'],
      [{ state: 'active', waits: [{ kind: 'timer' }] }, 'running'],
      [{ state: 'active', waits_for_person: true, ending: { result: 'bad' } }, 'running'],
    ]
  ) assert.equal(runState(run), word, JSON.stringify(run));
  assert.equal(waitsForPerson({ state: 'archive', waits_for_person: true }), false);
});
test('every outcome of a node has its state', () => {
  for (
    const [o, word] of [
      ['good', 'good'],
      ['bad', 'failed'],
      ['error', 'failed'],
      ['timed-out', 'timed-out'],
      ['lost', 'lost'],
      ['skipped', 'skipped'],
      ['cancelled', 'cancelled'],
    ]
  ) assert.equal(nodeState({ state: 'ended', outcome: o }), word);
  assert.equal(nodeState({ state: 'ended', outcome: 'bad', reason: 'partial' }), 'partial');
  assert.equal(nodeState({ state: 'waiting', type: 'data' }), 'waiting');
  assert.equal(nodeState({ state: 'waiting', type: 'timer' }), 'queued');
  assert.equal(nodeState({ state: 'waiting', type: 'flow' }), 'running');
  assert.equal(nodeState({ state: 'idle' }), 'idle');
});
test('why a node failed is said by what is known best', () => {
  assert.equal(failure({ outcome: 'bad', status: 2 }), 'exit 2');
  assert.equal(failure({ outcome: 'bad', status: 0 }), 'exit 0');
  assert.equal(failure({ outcome: 'bad', reason: 'template' }), 'template');
  assert.equal(failure({ outcome: 'timed-out' }), 'timed out');
  assert.equal(failure({ outcome: 'error' }), 'could not run');
  assert.equal(nodeNote(node('a', 'running', { started_at: at(40) }), now), '1m 00s');
  assert.equal(nodeNote(node('a', 'running', { started_at: at(40), values: { progress: .64 } }), now), '64 %');
});
test('passes in order, the one in flight stands for its node', () => {
  const list = passes([
    node('a', 'ended', { pass: 2 }),
    node('a', 'ended', { pass: 1 }),
    node('b', 'idle', { pass: 0 }),
  ]);
  assert.deepEqual(list.get('a').map((n) => n.pass), [1, 2]);
  assert.deepEqual(list.get('b'), []);
  assert.equal(
    latest([node('a', 'ended'), node('a', 'running', { pass: 2 }), node('a', 'queued', { pass: 3 })]).pass,
    2,
  );
  assert.equal(latest([]), null);
});
test('usual is the median of the good', () => {
  const run = (sec, good = true) => ({ state: 'archive', good, started_at: at(0), ended_at: at(sec) });
  assert.equal(usual([run(10), run(30), run(20), run(1000, false), { state: 'active', started_at: at(0) }]), 20);
  assert.equal(usual([run(10), run(20)]), 15);
  assert.equal(usual([]), null);
});
test('a commit message names a run', () => {
  assert.equal(title({ values: { message: 'First\n\nmore' } }), 'First');
  assert.equal(title({ trigger: { id: 'x', values: { title: 'T' } } }), 'T');
  assert.equal(title({}), '');
});

test('the sentence of a run that waits names the question and carries the answer', () => {
  const s = sentence({
    state: 'active',
    waits: [{ kind: 'answer' }],
    nodes: [
      node('load', 'running'),
      node('approve', 'waiting', { type: 'data', form: { title: 'Release?' }, deadline: at(100 + 3600) }),
    ],
  }, now);
  assert.deepEqual([s.state, s.lead, s.more, s.action], [
    'waiting',
    'Waits for an answer: Release?',
    'load still runs; lapses in 1h 00m',
    'answer',
  ]);
});
test('sentences by state', () => {
  const say = (run) => {
    const s = sentence(run, now);
    return [s.lead, s.more, s.action];
  };
  assert.deepEqual(say({ state: 'pending', waits: [{ kind: 'tag', text: 'staging is held by h1-3' }] }), [
    'Queued',
    'staging is held by h1-3',
    'cancel',
  ]);
  assert.deepEqual(say({ state: 'active', nodes: ['a', 'b', 'c', 'd'].map((x) => node(x, 'running')) }), [
    'a, b and 2 more run',
    '',
    'cancel',
  ]);
  assert.deepEqual(say({ state: 'active', nodes: ['a', 'b', 'c'].map((x) => node(x, 'running')) }), [
    'a, b and c run',
    '',
    'cancel',
  ]);
  assert.deepEqual(say({ state: 'active', paused: true, nodes: [node('a', 'running')] }), [
    'Paused',
    'a still runs; nothing new starts',
    'resume',
  ]);
  assert.deepEqual(say({ state: 'active', ending: { result: 'cancelled' }, nodes: [node('tidy', 'running')] }), [
    'Ends: cancelled',
    'tidy still has to stop or clean up',
    'cancel',
  ]);
  assert.deepEqual(say({ state: 'archive', result: 'cancelled', by: 'mira', reason: 'person' }), [
    'Cancelled by mira',
    '',
    'retry',
  ]);
  assert.deepEqual(
    say({
      state: 'archive',
      result: 'bad',
      reason: 'unheard',
      nodes: [node('unit', 'ended', { good: false, outcome: 'bad', status: 1 })],
    }),
    ['Failed: unit', 'exit 1', 'retry'],
  );
  assert.deepEqual(say({ state: 'archive', result: 'bad', reason: 'stalled', detail: 'roll-out never started' }), [
    'Stalled',
    'nothing was left to run and no end was reached: roll-out never started',
    'retry',
  ]);
  assert.deepEqual(say({ state: 'archive', result: 'good', good: true })[0], 'Good');
});
test('what went wrong is not what was repeated well, nor what cleaned up', () => {
  const bad = { good: false, outcome: 'bad' };
  assert.equal(
    culprit({
      nodes: [
        node('a', 'ended', bad),
        node('a', 'ended', { pass: 2, good: true, outcome: 'good' }),
        node('tidy', 'ended', { ...bad, cleanup: true }),
        node('b', 'ended', bad),
      ],
    }).id,
    'b',
  );
  assert.equal(culprit({ nodes: [node('a', 'ended', { good: false, outcome: 'cancelled' })] }), null);
});

test('who keeps a run is said', () => {
  assert.equal(kept({ keep: false, kept_by: 'eva' }), '');
  assert.equal(kept({ keep: true, kept_by: 'eva' }), 'kept by eva');
  assert.equal(kept({ keep: true, kept_by: 'flow' }), 'kept, as its flow says');
  assert.equal(kept({ keep: true, kept_by: '' }), 'kept');
});
test('a flow starts next when the first of its timers fires', () => {
  assert.equal(nextStart({ triggers: [{ id: 'form', next_at: null }] }), '');
  assert.equal(nextStart({}), '');
  const [early, late] = [at(10), at(20)];
  assert.equal(nextStart({ triggers: [{ next_at: late }, { next_at: null }, { next_at: early }] }), early);
});
