import test from 'node:test';
import assert from 'node:assert/strict';
import { chain } from '../lib/reasons.js';

const asker = (all) => {
  const asked = [];
  const ask = async (ref) => {
    asked.push(ref);
    if (!all[ref]) throw new Error('not there');
    return { why: all[ref].map((holders) => ({ text: ref, holders })) };
  };
  return { asked, ask };
};

test('the reasons of who holds it up stand under its own', async () => {
  const { ask, asked } = asker({ a: [['b']], b: [['c']], c: [[]] });
  const [first] = await chain('a', ask);
  assert.equal(first.under[0].ref, 'b');
  assert.equal(first.under[0].why[0].under[0].ref, 'c');
  assert.deepEqual(asked, ['a', 'b', 'c']);
});
test('two that wait for each other are asked once, and one that is gone is left out', async () => {
  const { ask, asked } = asker({ a: [['b', 'gone']], b: [['a']] });
  const [first] = await chain('a', ask);
  assert.deepEqual(first.under.map((u) => u.ref), ['b']);
  assert.deepEqual(asked, ['a', 'b', 'gone']);
});
test('a long chain is followed a few steps, a broad one for a dozen runs', async () => {
  const long = asker(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`r${i}`, [[`r${i + 1}`]]])));
  await chain('r0', long.ask);
  assert.equal(long.asked.length, 5);
  const many = Array.from({ length: 40 }, (_, i) => `h${i}`);
  const broad = asker({ a: [many], ...Object.fromEntries(many.map((x) => [x, [[]]])) });
  await chain('a', broad.ask);
  assert.equal(broad.asked.length, 12);
});
test('when the first cannot be asked, that is told', () => assert.rejects(chain('none', asker({}).ask)));
