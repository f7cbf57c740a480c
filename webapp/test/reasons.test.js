import test from 'node:test';
import assert from 'node:assert/strict';
import { reasonTree } from '../lib/reasons.js';

const waits = (...holders) => ({ text: '', holders });
const link = (ref, ...why) => ({ ref, flow: 'f', state: 'active', why });

test('the reasons of who holds it up stand under its own', () => {
  const [first] = reasonTree({ ref: 'a', why: [waits('b')], chain: [link('b', waits('c')), link('c', waits())] });
  assert.equal(first.under[0].ref, 'b');
  assert.equal(first.under[0].why[0].under[0].ref, 'c');
  assert.deepEqual(first.under[0].why[0].under[0].why[0].under, []);
});
test('two that wait for each other make no circle, and one that is not told of is left out', () => {
  const [first] = reasonTree({ ref: 'a', why: [waits('b', 'gone')], chain: [link('b', waits('a'))] });
  assert.deepEqual(first.under.map((u) => u.ref), ['b']);
  assert.deepEqual(first.under[0].why[0].under, []);
});
test('a run that two name stands once, as near as it can', () => {
  const tree = reasonTree({ ref: 'a', why: [waits('b'), waits('c')], chain: [link('b', waits('c')), link('c', waits())] });
  assert.deepEqual(tree.map((w) => w.under.map((u) => u.ref)), [['b'], ['c']]);
  assert.deepEqual(tree[0].under[0].why[0].under, []);
});
test('nothing to wait for, no reasons', () => assert.deepEqual(reasonTree({ ref: 'a' }), []));
