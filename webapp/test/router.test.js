import test from 'node:test';
import assert from 'node:assert/strict';
import { match, safeNext, to } from '../router.js';

test('paths and pages', () => {
  for (
    const [path, page, args] of [
      ['/app', 'dash', {}],
      ['/app/', 'dash', {}],
      ['/app/dash', 'dash', {}],
      ['/app/dash/', 'dash', {}],
      ['/app/flows/a%2Fb', 'flow', { id: 'a/b' }],
      ['/app/runs', 'runs', {}],
      ['/app/runs/h1-42', 'run', { ref: 'h1-42' }],
      ['/app/flows/build/runs/h1-42', 'run', { flow: 'build', ref: 'h1-42' }],
      ['/app/signin', 'signin', {}],
      ['/app/waiting', 'waiting', {}],
    ]
  ) assert.deepEqual(match(path), { page, args }, path);
  for (const path of ['/app/nothing', '/app/runs/a/b', '/app/flows/%E0%A4%A']) {
    assert.equal(match(path).page, 'missing', path);
  }
});
test('addresses that are made are understood', () => {
  assert.deepEqual(match(to.flow('a b/c')), { page: 'flow', args: { id: 'a b/c' } });
  assert.equal(to.run('h1-2', { node: 'a b', pass: '', attempt: null }), '/app/runs/h1-2?node=a+b');
});
test('after sign-in one stays in the dashboard', () => {
  assert.equal(safeNext('/app/runs/h1-2?node=a#L3'), '/app/runs/h1-2?node=a#L3');
  for (
    const bad of [
      '//evil.example',
      'https://evil.example',
      '/app//evil.example',
      '/application',
      '/app\\evil',
      null,
      '',
    ]
  ) assert.equal(safeNext(bad), '/app/dash', String(bad));
});
