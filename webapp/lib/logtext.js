// The lines of one log, as far as they were looked at. A log of a million lines costs what is in view: chunks are read
// when wanted and the ones longest unseen are forgotten.
import { ansi } from './ansi.js';
import { chunks } from './window.js';

/** More of one line is not drawn: a browser lays out a line of megabytes for seconds. */
export const LONGEST = 4000;
/** So many chunks before one that was jumped to are read for the colour it begins with. */
const BEHIND = 4;
const PLAIN = { state: {}, key: '{}' };

/**
 * @param read `(from, count) → Promise<{first, lines, total}>`, numbers from 1, or counted from the end when below 0
 * @param changed called after each change of what is known
 */
export function logText({ read, changed = () => {}, failed = () => {}, size = 200, keep = 60 }) {
  // `ends`: the style after the last line of each chunk that was read whole, kept when its lines are forgotten.
  const held = new Map(), states = new Map(), ends = new Map(), asked = new Set(), looked = new Set();
  let total = null, over = false, version = 0, coloured = false;

  function put({ first, lines, total: count }) {
    const touched = new Set();
    lines.forEach((text, k) => {
      const i = first - 1 + k, c = Math.floor(i / size);
      let chunk = held.get(c);
      if (!chunk) held.set(c, chunk = []);
      if (chunk[i % size] !== text) {
        chunk[i % size] = text;
        states.delete(c);
        touched.add(c);
        coloured ||= text.includes('\x1b');
        version++;
      }
    });
    const next = Math.max(count, first - 1 + lines.length);
    if (next !== total) {
      total = next;
      version++;
    }
    if (coloured) { for (const c of [...touched].sort((a, b) => a - b)) carry(c); }
  }
  const begins = (c) => ends.get(c - 1) ?? PLAIN;
  /** A chunk that is whole ends with a style; the ones after it, as far as they are here, begin with it. */
  function carry(c) {
    for (; held.has(c) && whole(held.get(c)); c++) {
      let { state } = begins(c);
      for (const text of held.get(c)) if (text.includes('\x1b')) state = ansi(text.slice(0, LONGEST * 4), state).state;
      const key = JSON.stringify(state);
      if (ends.get(c)?.key === key) return;
      ends.set(c, { state, key });
      states.delete(c + 1);
    }
  }
  const whole = (chunk) => {
    for (let k = 0; k < size; k++) if (chunk[k] === undefined) return false;
    return true;
  };
  async function ask(from, count, key, chase = false) {
    if (asked.has(key) || over) return false;
    asked.add(key);
    try {
      const got = [await read(from, count)], end = got[0].first - 1 + got[0].lines.length;
      // More was written than is read at a time: its end is what is looked at, and it goes on growing meanwhile.
      if (chase && got[0].total > end && !over) got.push(await read(-size, size));
      const was = version;
      if (over) return false;
      const before = total;
      for (const one of got) put(one);
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
  /** Whether a line of [first, last) in this chunk is not here. */
  function lacks(c, first, last) {
    const chunk = held.get(c), n = Math.min(chunkLines(c), last - c * size);
    if (n <= 0) return false;
    if (!chunk) return true;
    for (let k = Math.max(0, first - c * size); k < n; k++) if (chunk[k] === undefined) return true;
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
    /** The style that the chunk of a line begins with, as a text: when it changes, the line looks different. */
    mood: (i) => begins(Math.floor(i / size)).key,
    /** Styled pieces of a line; a colour goes on from the lines before it. */
    spans(i) {
      const text = this.line(i), c = Math.floor(i / size), k = i % size, chunk = held.get(c);
      if (text === undefined) return null;
      const list = states.get(c) ?? states.set(c, [begins(c).state]).get(c);
      for (let j = list.length; j <= k; j++) {
        list[j] = chunk[j - 1]?.includes('\x1b')
          ? ansi(chunk[j - 1].slice(0, LONGEST * 4), list[j - 1]).state
          : list[j - 1];
      }
      return ansi(text.slice(0, LONGEST), list[k]).spans;
    },
    /** Learns how long it is; reads its end, or its beginning. */
    open: ({ atEnd = false } = {}) => ask(atEnd ? -size : 1, size, 'open'),
    /** Sees to it that these lines (0-based, last not included) come. */
    want(first, last) {
      if (total === null) return;
      for (const c of chunks(first, Math.min(last, total), size)) {
        const chunk = held.get(c);
        if (chunk) {
          held.delete(c);
          held.set(c, chunk);
        } // the last in the map is the last looked at
        if (lacks(c, first, last)) {
          if (asked.size < 6) ask(c * size + 1, size, c);
        } else if (coloured && c > 0 && !ends.has(c - 1) && !looked.has(c) && asked.size < 6) {
          looked.add(c);
          const from = Math.max(0, c - BEHIND);
          ask(from * size + 1, (c - from) * size, `before ${c}`);
        }
      }
      for (const c of held.keys()) {
        if (held.size <= keep) break;
        held.delete(c);
        states.delete(c);
      }
    },
    /** Looks for more at the end; the last line is read again, since it may have been half of one. True when there was more. */
    more: () => ask(Math.max(1, total ?? 1), size, 'more', true),
    stop() {
      over = true;
    },
  };
}
