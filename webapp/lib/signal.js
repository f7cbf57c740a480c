// Values that tell who reads them when they change. An effect runs at once, again after each change of what it read,
// and ends with the scope it was made in: leaving a page ends all that the page started.
let reader = null; // the effect that runs now
let owner = null; // the scope that collects what is made now
let depth = 0;
const due = new Set();

/** A value; reading `.value` inside an effect subscribes it. Setting an equal value tells nobody. */
export function signal(value) {
  const readers = new Set();
  return {
    get value() {
      if (reader) {
        readers.add(reader);
        reader.reads.add(readers);
      }
      return value;
    },
    set value(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const r of readers) due.add(r);
      if (!depth) flush();
    },
    /** The value, without subscribing. */
    peek: () => value,
  };
}

/** Several changes, told once. */
export function batch(fn) {
  depth++;
  try {
    return fn();
  } finally {
    if (--depth === 0) flush();
  }
}

/** Runs `fn` now and after each change of what it read; returns a function that ends it. */
export function effect(fn) {
  const self = { reads: new Set(), kids: [], over: false, run };
  function clear() {
    for (const set of self.reads) set.delete(self);
    self.reads.clear();
    for (const end of self.kids.splice(0).reverse()) end();
  }
  function run() {
    if (self.over) return;
    clear();
    const [r, o] = [reader, owner];
    [reader, owner] = [self, self.kids];
    try {
      fn();
    } finally {
      [reader, owner] = [r, o];
    }
  }
  function end() {
    self.over = true;
    due.delete(self);
    clear();
  }
  owner?.push(end);
  run();
  return end;
}

/** A value made from others; told on only when it differs by `same`. */
export function computed(fn, same = Object.is) {
  const out = signal(undefined);
  effect(() => {
    const next = fn();
    if (!same(next, out.peek())) out.value = next;
  });
  return out;
}

/** Runs `fn` in a scope of its own: returns what it gave and a function that ends everything made in it. */
export function scope(fn) {
  const [r, o, kids] = [reader, owner, []];
  [reader, owner] = [null, kids];
  try {
    return [fn(), () => {
      for (const end of kids.splice(0).reverse()) end();
    }];
  } finally {
    [reader, owner] = [r, o];
  }
}

/** Calls `fn` when the present scope ends: for listeners, timers, requests. */
export function onEnd(fn) {
  owner?.push(fn);
}

/** Reads without subscribing. */
export function untracked(fn) {
  const r = reader;
  reader = null;
  try {
    return fn();
  } finally {
    reader = r;
  }
}

function flush() {
  depth++;
  try {
    for (let turns = 0; due.size; turns++) {
      if (turns > 1000) {
        due.clear();
        throw new Error('Effects that set what they read never come to rest.');
      }
      const now = [...due];
      due.clear();
      for (const e of now) e.run();
    }
  } finally {
    depth--;
  }
}
