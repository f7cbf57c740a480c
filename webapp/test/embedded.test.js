// The table of the C target names every file of the dashboard, and only files that are there.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const OWN = /^(test\/|README\.md$|package\.json$)/;
function files(dir = '') {
  return readdirSync(new URL(dir, root), { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? files(`${dir}${e.name}/`) : [dir + e.name]
  ).filter((f) => !OWN.test(f));
}
const table = readFileSync(new URL('../Sources/CWebapp/CWebapp.c', root), 'utf8');

test('every file is embedded, once, in order', () => {
  const there = files().sort(), named = [...table.matchAll(/FILE\("([^"]+)", \w+, (\w+)\)/g)].map((m) => m[1]);
  assert.deepEqual(named, there);
  assert.deepEqual([...table.matchAll(/#embed "..\/..\/webapp\/([^"]+)"/g)].map((m) => m[1]), there);
});
test('each entry has the data and the type of its file', () => {
  const data = new Map(
    [...table.matchAll(/char (\w+)\[\] = \{\n#embed "..\/..\/webapp\/([^"]+)"/g)].map((m) => [m[2], m[1]]),
  );
  for (const [, path, type, name] of table.matchAll(/FILE\("([^"]+)", (\w+), (\w+)\)/g)) {
    assert.equal(name, data.get(path), path);
    assert.equal(type, path.split('.').pop().toUpperCase(), path);
  }
});
test('nothing is asked of another server, no HTML is made of text', () => {
  for (const f of files().filter((x) => /\.(js|css|html)$/.test(x))) {
    const text = readFileSync(new URL(f, root), 'utf8').replaceAll('http://www.w3.org/2000/svg', '');
    assert.doesNotMatch(
      text,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser/,
      f,
    );
    assert.doesNotMatch(text, /(?:src|href)=["']https?:|url\(["']?https?:|from ["']https?:/, f);
    for (const m of text.matchAll(/from '(\.[^']+)'/g)) readFileSync(new URL(m[1], new URL(f, root)));
  }
});
