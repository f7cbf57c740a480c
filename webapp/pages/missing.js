// An address that means nothing here.
import { h } from '../lib/dom.js';
import { btn, emptyAs } from '../parts/bits.js';
import { setTitle } from '../parts/frame.js';
import { to } from '../router.js';

export function missingPage({ path }) {
  setTitle('Not there');
  return emptyAs(
    'h1',
    'Nothing is at this address',
    h('code', {}, path),
    h(
      'div',
      { class: 'row wrap gap-t' },
      btn('To the dash', { kind: 'main', href: to.dash() }),
      btn('All runs', { href: to.runs() }),
    ),
  );
}
