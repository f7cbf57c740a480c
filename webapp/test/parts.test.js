// Parts that need no page: what they say of events, icons and reasons.
import test from 'node:test';
import assert from 'node:assert/strict';
import { cut } from '../lib/textwidth.js';
import { iconOf } from '../parts/tabicon.js';

test('a text is cut where it no longer fits', () => {
  const width = (t) => t.length * 10;
  assert.equal(cut('build', 50, width), 'build');
  assert.equal(cut('build-all', 50, width), 'buil…');
  assert.equal(cut('a b', 25, width), 'a…');
  assert.equal(cut('long', 5, width), '…');
});
test('each state has an icon, as an address that the policy allows; none is the logo', () => {
  for (const st of ['good', 'failed', 'timed-out', 'stalled', 'running', 'waiting', 'paused', 'queued', 'cancelled', 'lost']) {
    const svg = decodeURIComponent(iconOf(st).replace(/^data:image\/svg\+xml,/, ''));
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>$/, st);
    assert.doesNotMatch(svg, /COLOUR/, st);
  }
  assert.equal(iconOf(''), null);
  assert.equal(iconOf('idle'), null);
});
