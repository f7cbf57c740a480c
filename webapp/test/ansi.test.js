import test from 'node:test';
import assert from 'node:assert/strict';
import { ansi, colour256, plain } from '../lib/ansi.js';

const E = '\x1b[', flat = (l, st) => ansi(l, st).spans.map((x) => [x.cls, x.text]);

test('plain text stays one span', () => assert.deepEqual(flat('hello'), [['', 'hello']]));
test('colours and reset', () => assert.deepEqual(flat(`a${E}31mb${E}0mc`), [['', 'a'], ['f1', 'b'], ['', 'c']]));
test('bold brightens the eight', () => assert.deepEqual(flat(`${E}1;32mok${E}m!`), [['f10 b', 'ok'], ['', '!']]));
test('bright and background', () => assert.deepEqual(flat(`${E}90;41mx`), [['f8 bg1', 'x']]));
test('256 colours: theme for 16, hex beyond', () => {
  assert.equal(colour256(9), 9);
  assert.equal(colour256(16), '#000000');
  assert.equal(colour256(196), '#ff0000');
  assert.equal(colour256(244), '#808080');
  assert.equal(colour256(999), undefined);
  assert.deepEqual(ansi(`${E}38;5;208mx`).spans, [{ text: 'x', cls: 'rgb', rgb: '#ff8700' }]);
});
test('true colour, clamped', () => assert.equal(ansi(`${E}38;2;300;0;16mx`).spans[0].rgb, '#ff0010'));
test('a colour goes on in the next line', () => {
  const a = ansi(`${E}33mone`);
  assert.deepEqual(flat('two', a.state), [['f3', 'two']]);
});
test('other sequences vanish: cursor, erase, titles, links', () =>
  assert.equal(plain(`a${E}2Kb${E}10;5Hc\x1b]0;title\x07d\x1b]8;;http://x\x1b\\e`), 'abcde'));
test('stray control bytes are shown, not kept', () => assert.equal(plain('a\x00b\x07c\x7f'), 'a␀b␇c␡'));
test('markup is text', () => assert.deepEqual(flat('<img onerror=x>'), [['', '<img onerror=x>']]));
test('a cut-off sequence does no harm', () => assert.equal(plain('x\x1b[31'), 'x␛[31'));
test('long lines in linear time', () => {
  const t = performance.now();
  ansi(`${E}31mx${E}0m`.repeat(50000));
  assert.ok(performance.now() - t < 1500);
});
test('inverse is a class of its own', () =>
  assert.deepEqual(flat(`${E}7;31mx${E}27my`), [['f1 inv', 'x'], ['f1', 'y']]));
test('what a carriage return wrote over is gone, its colour stays', () => {
  assert.equal(plain('10 %\r50 %\rdone\r'), 'done');
  assert.deepEqual(flat(`${E}32m10 %\r20 %`), [['f2', '20 %']]);
});
