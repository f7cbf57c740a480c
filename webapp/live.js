// What the whole page shares: who is signed in, the connection, and the runs that live. One socket, one copy.
import { makeApi } from './lib/api.js';
import { coalesce, makeSocket } from './lib/socket.js';
import { onEnd, signal } from './lib/signal.js';
import { setServerTime } from './lib/clock.js';
import { go, place, to } from './router.js';

const base = document.querySelector('meta[name="floe-base"]')?.content || '/build/api'; // the server fills it in
export const me = signal(null);
/** `{live, retryAt}`; null before the first try has come to anything. */
export const connection = signal(null);
/** Pending and active runs, as `GET /runs` has them; null until first loaded. `more` when there are more than shown. */
export const running = signal(null);
export const LIVE_LIMIT = 100;

export const api = makeApi({ base, fetch: (...args) => fetch(...args), onDate: setServerTime, onSignedOut: signedOut });

const hearers = new Set();
/** Calls `fn(event)` for each event, and `fn(null)` when events may have been missed and all must be asked anew. Ends with the scope. */
export function onEvents(fn) {
  hearers.add(fn);
  onEnd(() => hearers.delete(fn));
}
const tell = (event) => {
  for (const fn of [...hearers]) fn(event);
};

const socket = makeSocket({
  url: location.origin.replace(/^http/, 'ws') + '/ws',
  WebSocket,
  on: {
    state: (st) => {
      const was = connection.peek();
      connection.value = st;
      if (st.live && was && !was.live) tell(null);
      if (!st.live && was?.live !== false) api.me().catch(() => {}); // a session that ended shows as 401 here, and nowhere else
    },
    snapshot: () => refresh(),
    missed: () => {
      refresh();
      tell(null);
    },
    event: (e) => {
      if (MOVES.test(e.tag)) refresh();
      tell(e);
    },
  },
});
/** Events after which hosts or their flows are others: a flow file was taken up, a host drains or takes runs again. */
export const HOSTS = /^sys\.host$/;
/** Events after which a run may be in another place of the lists, or wait for someone else. */
export const MOVES = /^sys\.(state|end\.all|data\.required)$|\.(good|bad|error|cancelled|\d+)$/;
export const tryNow = () => socket.again();

let asked = 0;
const refresh = coalesce(async () => {
  const mine = ++asked;
  try {
    const [active, pending] = await Promise.all([
      api.runs({ state: 'active', limit: LIVE_LIMIT }),
      api.runs({ state: 'pending', limit: LIVE_LIMIT }),
    ]);
    if (mine === asked) {
      running.value = { active: active.runs ?? [], pending: pending.runs ?? [], more: !!(active.next || pending.next) };
    }
  } catch { /* the banner says that the connection is lost; the next event or reconnection asks again */ }
}, 500);

export function enter(who) {
  me.value = who;
  socket.start();
  refresh();
}
export async function signOut() {
  socket.stop(); // else the server ends it with the session, which looks like a connection that broke
  try {
    await api.logout();
  } catch { /* the session may be over already */ }
  leave();
  go(to.signin());
}
function leave() {
  socket.stop();
  me.value = null;
  running.value = null;
  connection.value = null;
}
function signedOut() {
  leave();
  if (place.path.peek() !== to.signin() && location.pathname !== to.signin()) {
    go(to.signin(location.pathname + location.search + location.hash), { replace: true });
  }
}

/** Keeps `load()` fresh for a page: now, after events that `matters`, after a lost connection. Returns a function that asks again. */
export function keepFresh(load, { matters = () => true, ms = 250 } = {}) {
  const ask = coalesce(load, ms);
  onEvents((e) => {
    if (e === null || matters(e)) ask();
  });
  onEnd(() => ask.stop());
  ask();
  return ask;
}
