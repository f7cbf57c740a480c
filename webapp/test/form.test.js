import test from 'node:test';
import assert from 'node:assert/strict';
import { command, initial, read } from '../lib/form.js';

const one = (field, held) => {
  const got = read({ fields: [{ id: 'x', ...field }] }, { x: held });
  return got.fields.x ?? got.values.x;
};

test('fields begin with what the form says', () => {
  assert.equal(initial({ type: 'text', value: 'main' }), 'main');
  assert.equal(initial({ type: 'int', value: 0 }), '0');
  assert.equal(initial({ type: 'bool' }), false);
  assert.equal(initial({ type: 'bool', required: true }), null);
  assert.equal(initial({ type: 'bool', value: 'true' }), true);
  assert.equal(initial({ type: 'secret', value: 'x' }), '');
});
test('values are sent in their type', () => {
  assert.equal(one({ type: 'int' }, ' 12 '), 12);
  assert.equal(one({ type: 'int' }, '-3'), -3);
  assert.equal(one({ type: 'text' }, 'a b'), 'a b');
  assert.equal(one({ type: 'bool' }, false), false);
  assert.equal(one({ type: 'choice', options: ['a'] }, 'a'), 'a');
  assert.equal(one({ type: 'multiline' }, 'a\nb'), 'a\nb');
  assert.equal(one({ type: 'text', value: 'main' }, ''), '');
  assert.equal(one({ type: 'text' }, ''), undefined);
});
test('what is wrong is said at its field', () => {
  assert.match(one({ type: 'int' }, '1.5'), /whole number/);
  assert.match(one({ type: 'int' }, '9007199254740993'), /whole number/);
  assert.equal(one({ type: 'text', required: true }, ''), 'Needed');
  assert.match(one({ type: 'string', pattern: '\\d+\\.\\d+' }, 'x1.2'), /match/);
  assert.equal(one({ type: 'string', pattern: '\\d+\\.\\d+' }, '1.2'), '1.2');
  assert.match(one({ type: 'bool', required: true }, null), /yes or no/);
});
test('a pattern this browser cannot read is left to the server', () =>
  assert.equal(one({ type: 'text', pattern: '(?i)abc' }, 'zzz'), 'zzz'));
test('the same from a terminal: quoted, without secrets and what is as it was', () => {
  const form = {
    fields: [{ id: 'branch', type: 'text', value: 'main' }, { id: 'note', type: 'text' }, {
      id: 'token',
      type: 'secret',
    }, { id: 'dry', type: 'bool', value: false }],
  };
  assert.equal(
    command('ship-api', form, { branch: 'main', note: "it's", token: 's', dry: true }),
    `floe flow run ship-api --set 'note=it'\\''s' --set dry=true`,
  );
});
