// Starts the dashboard: who is signed in, the frame, and the page the address means.
import { h, put } from './lib/dom.js';
import { effect, scope, signal, untracked } from './lib/signal.js';
import { startClock } from './lib/clock.js';
import { api, enter, me } from './live.js';
import { go, match, place, take, to, watchLinks } from './router.js';
import { frame, setTitle } from './parts/frame.js';
import { startKeys } from './parts/keys.js';
import { failureBox } from './parts/bits.js';
import { dashPage } from './pages/dash.js';
import { flowPage } from './pages/flow.js';
import { runPage } from './pages/run.js';
import { runsPage } from './pages/runs.js';
import { hostsPage } from './pages/hosts.js';
import { queuePage } from './pages/queue.js';
import { waitingPage } from './pages/waiting.js';
import { missingPage } from './pages/missing.js';
import { signinPage } from './pages/signin.js';

const PAGES = {
  dash: dashPage,
  flow: flowPage,
  run: runPage,
  runs: runsPage,
  waiting: waitingPage,
  queue: queuePage,
  hosts: hostsPage,
  missing: missingPage,
};
const page = signal('');
let main = null, stop = null, leave = null;

function show() {
  const { page: name, args } = match(place.path.value);
  stop?.();
  stop = null;
  if (name === 'signin') {
    main = null;
    leave?.();
    leave = null;
    const [el, end] = scope(() => signinPage(args));
    stop = end;
    document.body.replaceChildren(el);
    return;
  }
  if (!me.peek()) {
    go(to.signin(location.pathname + location.search + location.hash), { replace: true });
    return;
  }
  const moved = !!main;
  if (!main) [main, leave] = scope(() => frame(page));
  page.value = name;
  main.replaceChildren();
  [, stop] = scope(() => put(main, PAGES[name](args)));
  if (moved) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

async function begin() {
  watchLinks();
  startKeys();
  startClock();
  const url = new URL(location.href);
  if (url.pathname === '/app' || url.pathname === '/app/') {
    window.history.replaceState(null, '', to.dash() + url.search + url.hash);
  }
  take();
  // Asking is spared when the answer is known: a browser notes each 401 in its console.
  const out = document.querySelector('meta[name="floe-signed-in"]')?.content === 'no' ||
    location.pathname === to.signin();
  while (!out) {
    try {
      enter(await api.me());
      break;
    } catch (problem) {
      if (problem.status === 401) break;
      document.body.replaceChildren(h('main', { class: 'alone' }, failureBox(problem)));
      setTitle('');
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
  effect(() => {
    place.path.value;
    untracked(show);
  });
}
begin();
