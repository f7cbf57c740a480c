// One web socket for the whole page. It comes back by itself, each time a little later, and goes on from the cursor it had.

/** Milliseconds before the n-th try (0 is the first): 0.5 s, doubled up to 15 s, spread so that many pages do not come at once. */
export const delay = (tries, random = Math.random) =>
  Math.round(Math.min(15000, 500 * 2 ** Math.min(tries, 10)) * (.75 + random() * .5));

/**
 * @param on `snapshot(runs)`, `event(e)`, `missed()`, `state({live, since, retryAt})`; called in the order of the stream
 * Nothing is opened before `start`.
 */
export function makeSocket(
  {
    url,
    WebSocket,
    on,
    setTimeout = globalThis.setTimeout,
    clearTimeout = globalThis.clearTimeout,
    now = Date.now,
    random,
  },
) {
  let socket = null, cursor, tries = 0, timer = null, wanted = false, heard = 0;

  function open() {
    timer = null;
    const mine = socket = new WebSocket(url);
    mine.onopen = () => {
      if (mine !== socket) return;
      mine.send(JSON.stringify({ subscribe: cursor ? { since: cursor } : {} }));
      on.state?.({ live: true });
    };
    mine.onmessage = (m) => {
      if (mine === socket) take(m.data);
    };
    mine.onerror = () => {};
    mine.onclose = () => {
      if (mine === socket) lost();
    };
  }
  function lost() {
    socket = null;
    if (!wanted) return;
    const wait = delay(tries++, random);
    on.state?.({ live: false, retryAt: now() + wait });
    timer = setTimeout(open, wait);
  }
  function take(data) {
    let m;
    try {
      m = JSON.parse(data);
    } catch {
      return;
    }
    tries = 0; // something sensible was heard: the next loss starts from a short wait
    heard = now();
    if (m.snapshot) {
      cursor = m.snapshot.cursor ?? cursor;
      on.snapshot?.(m.snapshot.runs ?? []);
    } else if (m.missed) {
      cursor = m.missed.cursor ?? cursor;
      on.missed?.();
    } else if (m.tag) {
      if (m.cursor) cursor = m.cursor;
      on.event?.(m);
    }
  }
  return {
    start() {
      if (!wanted) {
        wanted = true;
        open();
      }
    },
    stop() {
      wanted = false;
      clearTimeout(timer);
      const s = socket;
      socket = null;
      s?.close();
    },
    /** Tries at once instead of at its time. */
    again() {
      if (wanted && timer) {
        clearTimeout(timer);
        open();
      }
    },
    get heard() {
      return heard;
    },
    get cursor() {
      return cursor;
    },
  };
}

/**
 * Calls `fn` at most once in `ms`, never twice at the same time, and once more when it was asked for meanwhile.
 * The returned function asks; its `stop` forgets what is due.
 */
export function coalesce(
  fn,
  ms,
  { setTimeout = globalThis.setTimeout, clearTimeout = globalThis.clearTimeout, now = Date.now } = {},
) {
  let timer = null, busy = false, again = false, last = -Infinity, over = false;
  async function go() {
    timer = null;
    busy = true;
    again = false;
    last = now();
    try {
      await fn();
    } finally {
      busy = false;
      if (again && !over) ask();
    }
  }
  function ask() {
    if (over) return;
    if (busy) {
      again = true;
      return;
    }
    if (timer === null) timer = setTimeout(go, Math.max(0, last + ms - now()));
  }
  ask.stop = () => {
    over = true;
    clearTimeout(timer);
  };
  return ask;
}
