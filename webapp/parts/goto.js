// `/`: go to a flow by a part of its name, or to a run by its reference.
import { h } from '../lib/dom.js';
import { effect, scope, signal } from '../lib/signal.js';
import { api, running } from '../live.js';
import { go, to } from '../router.js';
import { mark, WORDS } from './marks.js';
import { runState } from '../lib/states.js';

/** What fits a text: a run by its full reference, live runs and flows by a part of it; those that begin with it first. */
export function fitting(text, flows, runs, limit = 12) {
  const q = text.trim().toLowerCase(), out = [];
  if (/^[a-z0-9][\w.-]*-\d+$/.test(q)) {
    out.push({
      kind: 'run',
      text: text.trim(),
      href: to.run(text.trim()),
      state: runs.find((r) => r.ref.toLowerCase() === q) && runState(runs.find((r) => r.ref.toLowerCase() === q)),
    });
  }
  const rank = (t) => {
    const i = t.toLowerCase().indexOf(q);
    return i < 0 ? 9 : i === 0 ? 0 : 1;
  };
  const found = [
    ...flows.map((f) => ({
      kind: 'flow',
      text: f.name || f.id,
      id: f.id,
      href: to.flow(f.id),
      state: f.runs?.[0] && runState(f.runs[0]),
      rank: Math.min(rank(f.name || f.id), rank(f.id)),
    })),
    ...(q
      ? runs.map((r) => ({
        kind: 'run',
        text: r.ref,
        note: r.flow_name || r.flow,
        href: to.run(r.ref),
        state: runState(r),
        rank: rank(r.ref),
      }))
      : []),
  ];
  found.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text));
  for (const f of found) if (f.rank < 9 && out.length < limit && !out.some((o) => o.href === f.href)) out.push(f);
  return out;
}

export function goTo() {
  if (document.querySelector('#goto')) return;
  const [d, stop] = scope(() => {
    const text = signal(''), flows = signal([]), at = signal(0);
    const runs = () => [...(running.value?.active ?? []), ...(running.value?.pending ?? [])];
    const found = () => fitting(text.value, flows.value, runs());
    api.flows().then((x) => {
      flows.value = x.flows ?? [];
    }).catch(() => {});
    const open = (href) => {
      d.close();
      go(href);
    };
    const input = h('input', {
      type: 'search',
      placeholder: 'Flow, or run as in h1-42',
      'aria-label': 'Go to',
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'goto-list',
      'aria-activedescendant': () => found().length ? `goto-${at.value}` : undefined,
      autocomplete: 'off',
      oninput: () => {
        text.value = input.value;
        at.value = 0;
      },
      onkeydown: (ev) => {
        const n = found().length, by = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (by && n) {
          ev.preventDefault();
          at.value = (at.peek() + by + n) % n;
        }
        if (ev.key === 'Enter') {
          ev.preventDefault();
          const one = found()[at.peek()];
          if (one) open(one.href);
        }
      },
    });
    const list = h('ul', { class: 'goto-list', id: 'goto-list', role: 'listbox', 'aria-label': 'Found' });
    effect(() =>
      list.replaceChildren(
        ...found().map((f, i) =>
          h(
            'li',
            {
              role: 'option',
              id: `goto-${i}`,
              'aria-selected': String(i === at.value),
              onclick: () => open(f.href),
            },
            mark(f.state ?? 'idle', { label: f.state ? WORDS[f.state] : 'no runs' }),
            h('span', { class: f.kind === 'run' ? 'mono' : '' }, f.text),
            h('span', { class: 'faint sm end' }, f.note ?? f.kind),
          )
        ),
      )
    );
    return h(
      'dialog',
      {
        id: 'goto',
        'aria-label': 'Go to',
        onclose: () => {
          d.remove();
          stop();
        },
        onclick: (ev) => {
          if (ev.target === d) d.close();
        },
      },
      h('div', { class: 'goto-in' }, input),
      list,
      () =>
        found().length ? null : h(
          'p',
          { class: 'pad mute sm' },
          'Nothing by that name. A run is found by its full reference, as in h1-42.',
        ),
    );
  });
  document.body.append(d);
  d.showModal();
}
