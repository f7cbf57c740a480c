// Search in a log: the server finds, the page walks from hit to hit.
import { h } from '../lib/dom.js';
import { onEnd, signal } from '../lib/signal.js';
import { api } from '../live.js';
import { iconBtn } from './bits.js';

/** @param goTo called with the number of a line to show; @param changed when what is marked has changed */
export function search({ ref, node, which, goTo, changed }) {
  const hits = signal([]), at = signal(-1), said = signal(''), words = signal('');
  let timer = null, asked = null, lines = new Set();
  const input = h('input', {
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search in the log',
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(look, 300);
    },
    onkeydown: (ev) => {
      if (ev.key === 'Enter') {
        ev.preventDefault();
        if (words.peek() !== input.value) {
          clearTimeout(timer);
          look();
        } else step(ev.shiftKey ? -1 : 1);
      }
    },
  });

  async function look() {
    asked?.abort();
    const q = input.value;
    words.value = q;
    hits.value = [];
    at.value = -1;
    lines = new Set();
    if (!q) {
      said.value = '';
      changed();
      return;
    }
    said.value = '…';
    asked = new AbortController();
    try {
      const got = await api.find(ref, node, { ...which, q }, asked.signal), list = got?.hits ?? [];
      hits.value = list;
      lines = new Set(list.map((x) => x.line));
      said.value = list.length ? '' : 'none';
      more = !!got?.more;
      if (list.length) {
        at.value = 0;
        goTo(list[0].line);
      }
      changed();
    } catch (error) {
      if (error.name !== 'AbortError') said.value = 'not possible';
    }
  }
  let more = false;
  function step(by) {
    const n = hits.peek().length;
    if (!n) return false;
    at.value = (at.peek() + by + n) % n;
    goTo(hits.peek()[at.peek()].line);
    changed();
    return true;
  }
  onEnd(() => {
    clearTimeout(timer);
    asked?.abort();
  });
  return {
    hits,
    step,
    focus: () => {
      input.focus();
      input.select();
    },
    /** The pieces of a text with the hits in it marked. */
    mark(text, line) {
      const q = words.peek();
      if (!q || !lines.has(line)) return [text];
      const out = [], low = text.toLowerCase(), find = q.toLowerCase(), now = hits.peek()[at.peek()]?.line === line;
      let from = 0;
      for (let i = low.indexOf(find); i >= 0 && out.length < 200; i = low.indexOf(find, from)) {
        out.push(text.slice(from, i), h('mark', { class: now ? 'cur' : undefined }, text.slice(i, i + find.length)));
        from = i + find.length;
      }
      return [...out, text.slice(from)];
    },
    el: h(
      'span',
      { class: 'find', role: 'search' },
      input,
      h(
        'output',
        {},
        () => hits.value.length ? `${at.value + 1} of ${hits.value.length}${more ? '+' : ''}` : said.value,
      ),
      iconBtn('up', 'Hit before', { onclick: () => step(-1) }),
      iconBtn('dn', 'Next hit', { onclick: () => step(1) }),
    ),
  };
}
