// Sign-in: a token, or a link that works once. A field of floes with a lead of open water behind it.
import { h, s } from '../lib/dom.js';
import { signal } from '../lib/signal.js';
import { api, enter } from '../live.js';
import { go, place, safeNext } from '../router.js';
import { floes } from '../parts/ice.js';
import { btn, logo } from '../parts/bits.js';
import { mark } from '../parts/marks.js';
import { setTitle } from '../parts/frame.js';

// Slabs near the curve are broken small.
const lead = (x) => 560 - x * .34 + Math.sin(x / 190) * 60;
const gap = ([x, y]) => 2.5 + 30 * Math.exp(-(((y - lead(x)) / 90) ** 2));

export function signinPage() {
  setTitle('Sign in');
  const used = place.query.peek().get('link') === 'used'; // where a link leads that does not sign in
  const wrong = signal(''), working = signal(false), next = safeNext(place.query.peek().get('next'));
  const token = h('input', {
    id: 'token',
    name: 'token',
    type: 'password',
    autocomplete: 'current-password',
    'aria-describedby': 'token-h',
    autofocus: true,
    'aria-invalid': () => wrong.value ? 'true' : undefined,
    oninput: () => {
      wrong.value = '';
    },
  });
  async function send(ev) {
    ev.preventDefault();
    if (!token.value.trim()) {
      wrong.value = 'Type the token, or paste it';
      token.focus();
      return;
    }
    working.value = true;
    try {
      await api.login(token.value.trim());
      const who = await api.me();
      enter(who);
      go(next, { replace: true });
    } catch (p) {
      wrong.value = p.status === 401 || p.status === 403
        ? 'This token is not known here'
        : p.status === 429
        ? 'Too many tries: wait a minute'
        : p.detail || p.title || String(p);
      token.select();
      token.focus();
    } finally {
      working.value = false;
    }
  }
  const ice = s(
    'svg',
    { class: 'ice', viewBox: '0 0 1440 900', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true' },
    floes(26, 17, 62, { seed: 11, gap }).map((f) =>
      s('polygon', {
        points: f.points.map((p) => `${p[0] - 60},${p[1] - 60}`).join(' '),
      })
    ),
  );
  setTimeout(() => token.focus());
  return h(
    'main',
    { class: 'door' },
    ice,
    h(
      'form',
      { 'aria-labelledby': 'in', onsubmit: send, novalidate: true },
      h('div', { class: 'brand' }, logo(32), h('span', {}, 'Floe')),
      used
        ? h(
          'p',
          { class: 'wrong sm', role: 'status', 'data-state': 'warning' },
          mark('warning', { size: 12 }),
          h('span', {}, 'This link was used already, or is older than 15 minutes. The token signs in, too.'),
        )
        : null,
      h('h1', { id: 'in', class: 'hide' }, 'Sign in'),
      h('input', {
        type: 'text',
        name: 'username',
        autocomplete: 'username',
        value: 'floe',
        hidden: true,
        'aria-hidden': 'true',
        tabindex: -1,
      }),
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'token' }, 'Token'),
        token,
        h('span', {
          class: 'hint',
          id: 'token-h',
          'data-state': () => wrong.value ? 'failed' : undefined,
          role: 'alert',
        }, () => wrong.value ? [mark('failed', { size: 12 }), wrong.value] : ''),
      ),
      btn(() => working.value ? 'Signing in…' : 'Sign in', {
        kind: 'main',
        type: 'submit',
        disabled: () => working.value,
      }),
      h(
        'div',
        { class: 'gap-t xs mute lines-apart' },
        h(
          'p',
          {},
          'The token is the one given to ',
          h('code', {}, 'floe serve -admin'),
          '. Without one, the server writes a link that works once to its terminal when it starts: open that link and you are signed in.',
        ),
      ),
    ),
  );
}
