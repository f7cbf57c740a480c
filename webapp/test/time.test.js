import test from 'node:test';
import assert from 'node:assert/strict';
import { bytes, duration, plainTimes, relative } from '../lib/time.js';

test('durations have at most two units', () => {
  for (
    const [s, w] of [
      [0.42, '0.4 s'],
      [9.99, '9.9 s'],
      [59.9, '59 s'],
      [75, '1m 15s'],
      [3600, '1h 00m'],
      [4000, '1h 06m'],
      [90000, '1d 01h'],
      [null, '–'],
      [NaN, '–'],
    ]
  ) assert.equal(duration(s), w);
});
test('relative times', () => {
  const now = 1e12;
  for (
    const [s, w] of [
      [0, 'now'],
      [-4, 'now'],
      [-40, '40 s ago'],
      [-180, '3 min ago'],
      [7200, 'in 2 h'],
      [-86400, 'yesterday'],
      [86400, 'tomorrow'],
      [-86400 * 12, '12 d ago'],
    ]
  ) assert.equal(relative(now + s * 1000, now), w);
});
test('sizes have at most three digits', () => {
  for (
    const [n, w] of [[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [31000, '31 kB'], [999600, '1.0 MB'], [
      18443220,
      '18 MB',
    ], [undefined, '–']]
  ) assert.equal(bytes(n), w);
});
test('times within a text are told in words', () => {
  const now = Date.parse('2026-11-21T04:00:00Z');
  assert.equal(plainTimes('a waits until 2026-11-21T06:00:00.000Z', now), 'a waits for 2 h more');
  assert.equal(
    plainTimes('a failed and is tried again at 2026-11-21T04:00:30.000Z', now),
    'a failed and is tried again in 30 s',
  );
  assert.equal(plainTimes('no host has the tags arm64', now), 'no host has the tags arm64');
});
