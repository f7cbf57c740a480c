// The lines of one log, as far as they were looked at. A log of a million lines costs what is in view: chunks are read
// when wanted and the ones longest unseen are forgotten.
import { ansi } from './ansi.js';
import { chunks } from './window.js';

/** More of one line is not drawn: a browser lays out a line of megabytes for seconds. */
export const LONGEST = 4000;

/**
 * @param read `(from, count) → Promise<{first, lines, total}>`, numbers from 1
 * @param changed called after each change of what is known
 */
export function logText({ read, changed = () => {}, failed = () => {}, size = 200, keep = 60 }) {
  const held = new Map(), states = new Map(), asked = new Set();
  let total = null, over = false, version = 0;

  function put({ first, lines, total: count }) {
    lines.forEach((text, k) => {
      const i = first - 1 + k, c = Math.floor(i / size);
      let chunk = held.get(c);
      if (!chunk) held.set(c, chunk = []);
      if (chunk[i % size] !== text) {
        chunk[i % size] = text;
        states.delete(c);
        version++;
      }
    });
    const next = Math.max(count, first - 1 + lines.length);
    if (next !== total) {
      total = next;
      version++;
    }
  }
  async function ask(from, count, key) {
    if (asked.has(key) || over) return false;
    asked.add(key);
    try {
      const got = await read(from, count), was = version;
      if (over) return false;
      const before = total;
      put(got);
      if (was !== version || before === null) changed();
      return was !== version;
    } catch (error) {
      if (!over && error?.name !== 'AbortError') failed(error);
      return false;
    } finally {
      asked.delete(key);
    }
  }
  const chunkLines = (c) => Math.min(size, total - c * size);
  function lacks(c) {
    const chunk = held.get(c), n = chunkLines(c);
    if (n <= 0) return false;
    if (!chunk) return true;
    for (let k = 0; k < n; k++) if (chunk[k] === undefined) return true;
    return false;
  }
  return {
    get total() {
      return total;
    },
    get version() {
      return version;
    },
    /** The text of a line (0-based), undefined while it is not here. */
    line: (i) => held.get(Math.floor(i / size))?.[i % size],
    /** Styled pieces of a line; a colour goes on from the lines before it in its chunk. */
    spans(i) {
      const text = this.line(i), c = Math.floor(i / size), k = i % size, chunk = held.get(c);
      if (text === undefined) return null;
      const list = states.get(c) ?? states.set(c, [{}]).get(c);
      for (let j = list.length; j <= k; j++) {
        list[j] = chunk[j - 1]?.includes('\x1b')
          ? ansi(chunk[j - 1].slice(0, LONGEST * 4), list[j - 1]).state
          : list[j - 1];
      }
      return ansi(text.slice(0, LONGEST), list[k]).spans;
    },
    /** Learns how long it is. */
    open: () => ask(1, size, 'open'),
    /** Sees to it that these lines (0-based, last not included) come. */
    want(first, last) {
      if (total === null) return;
      for (const c of chunks(first, Math.min(last, total), size)) {
        const chunk = held.get(c);
        if (chunk) {
          held.delete(c);
          held.set(c, chunk);
        } // the last in the map is the last looked at
        if (lacks(c) && asked.size < 6) ask(c * size + 1, size, c);
      }
      for (const c of held.keys()) {
        if (held.size <= keep) break;
        held.delete(c);
        states.delete(c);
      }
    },
    /** Looks for more at the end; the last line is read again, since it may have been half of one. True when there was more. */
    more: () => ask(Math.max(1, total ?? 1), size, 'more'),
    stop() {
      over = true;
    },
  };
}
