// The dash: flows with their last runs, what waits for a person, what runs, what is queued.
import { each, h } from '../lib/dom.js';
import { effect, signal } from '../lib/signal.js';
import { live, nextStart, runState, seconds, usual } from '../lib/states.js';
import { duration } from '../lib/time.js';
import { now, slow } from '../lib/clock.js';
import { api, HOSTS, keepFresh, MOVES, running } from '../live.js';
import { place, setQuery, to } from '../router.js';
import { busy, failureBox, took, when } from '../parts/bits.js';
import { firstSteps } from '../parts/firststeps.js';
import { setTitle } from '../parts/frame.js';
import { listKeys } from '../parts/keys.js';
import { mark, WORDS } from '../parts/marks.js';
import { pins } from '../parts/pins.js';
import { allOf, asking, liveList, queueList, todoList, working } from '../parts/todo.js';

/** Rows of the lists at the side, and from how many flows on they can be searched. */
const SHOWN = 8, MANY = 12;
const GROUPS = [
  ['failed', 'failing', (st) => ['failed', 'timed-out', 'stalled', 'lost'].includes(st)],
  ['waiting', 'waiting', (st) => st === 'waiting'],
  ['running', 'running', (st) => st === 'running' || st === 'paused'],
  ['queued', 'queued', (st) => st === 'queued'],
  ['good', 'good', (st) => st === 'good'],
];
/** The last run of a flow, with all that is known of it while it lives. */
const last = (f) => {
  const r = f.runs?.[0], all = running.value;
  return r && live(r)
    ? [...(all?.active ?? []), ...(all?.pending ?? [])].find((x) => x.ref === r.ref && x.state === r.state) ?? r
    : r;
};
const stateOf = (f) => last(f) ? runState(last(f)) : 'idle';

export function dashPage() {
  effect(() => setTitle('Dash', { count: asking().length, state: asking().length ? 'waiting' : '' }));
  const flows = signal(null), problem = signal(null);
  const again = keepFresh(async () => {
    try {
      flows.value = (await api.flows()).flows ?? [];
      problem.value = null;
    } catch (p) {
      problem.value = p;
    }
  }, {
    matters: (e) => HOSTS.test(e.tag) || (MOVES.test(e.tag) && (e.tag.startsWith('sys.') || e.tag.startsWith('trigger.'))),
    ms: 1000,
  });

  const only = () => place.query.value.get('state') ?? '';
  // Rows keep their place: order is the name, never the state, so that nothing jumps under the pointer.
  const sorted = () => [...(flows.value ?? [])].sort((a, b) => (a.name || a.id).localeCompare(b.name || b.id));
  const shown = () => {
    const g = GROUPS.find(([k]) => k === only()), q = (place.query.value.get('q') ?? '').toLowerCase();
    return sorted().filter((f) => (!g || g[2](stateOf(f))) && (!q || `${f.name} ${f.id}`.toLowerCase().includes(q)));
  };
  const tally = h(
    'div',
    { class: 'tally', role: 'group', 'aria-label': 'Flows by their last run' },
    GROUPS.map(([st, word, fits]) => {
      const n = () => (flows.value ?? []).filter((f) => fits(stateOf(f))).length;
      return h(
        'a',
        {
          href: () => only() === st ? to.dash() : `${to.dash()}?state=${st}`,
          'aria-current': () => only() === st ? 'true' : undefined,
          onclick: (ev) => {
            ev.preventDefault();
            setQuery({ state: only() === st ? '' : st });
          },
        },
        mark(st),
        h('span', {}, h('b', {}, () => String(n())), ' ', word),
      );
    }),
  );
  const finder = h('input', {
    type: 'search',
    placeholder: 'Flow…',
    'aria-label': 'Find a flow by its name',
    value: () => place.query.value.get('q') ?? '',
    oninput: (ev) => setQuery({ q: ev.target.value.trim() }),
  });
  const list = h(
    'ul',
    { class: 'tbl flows', 'aria-label': 'Flows' },
    h(
      'li',
      { class: 'th', 'aria-hidden': 'true' },
      h('span', {}),
      h('span', {}, 'Flow'),
      h('span', { class: 'c-pins' }, 'Last 20 runs, newest right'),
      h('span', { class: 'num c-usual' }, 'Usual'),
      h('span', { class: 'num c-last' }, 'Last'),
      h('span', { class: 'num c-next' }, 'Starts'),
    ),
  );
  listKeys(list);
  each(list, shown, (f) => f.id, row);

  return [
    h(
      'div',
      { class: 'head' },
      h(
        'div',
        { class: 'grow' },
        h('h1', {}, () => flows.value?.length === 0 ? 'No flows yet' : 'Dash'),
        h('div', {}, () => flows.value?.length ? tally : null),
      ),
      h('div', { class: 'filters', hidden: () => (flows.value?.length ?? 0) < MANY }, finder),
    ),
    h(
      'div',
      {},
      () => problem.value && !flows.value ? failureBox(problem.value, again) : null,
      () => !flows.value && !problem.value ? busy() : null,
    ),
    h('div', {}, () => flows.value?.length === 0 ? firstSteps() : null),
    h(
      'div',
      { class: 'two', hidden: () => !flows.value?.length },
      h(
        'section',
        { class: 'mid' },
        list,
        h('div', {}, () =>
          flows.value?.length && !shown().length
            ? h(
              'p',
              { class: 'pad mute' },
              'No flow fits. ',
              h('a', {
                href: to.dash(),
                onclick: (ev) => {
                  ev.preventDefault();
                  setQuery({ state: '', q: '' });
                },
              }, 'Show all'),
            )
            : null),
      ),
      h(
        'aside',
        { class: 'aside' },
        h(
          'section',
          { class: 'sect first', hidden: () => !asking().length },
          h(
            'h2',
            {},
            'Waits for an answer ',
            h('span', { class: 'n' }, () => String(asking().length)),
          ),
          todoList({ most: SHOWN }),
          allOf(() => asking().length, SHOWN, to.waiting(), 'that wait'),
        ),
        h(
          'section',
          { class: 'sect' },
          h(
            'h2',
            {},
            'Live ',
            h('span', { class: 'n' }, () => running.value ? String(working().length) : ''),
          ),
          liveList({ most: SHOWN }),
          allOf(() => working().length, SHOWN, to.runs({ state: 'running' }), 'live'),
          h(
            'div',
            {},
            () => running.value && !working().length ? h('p', { class: 'sm faint' }, 'Nothing runs.') : null,
          ),
        ),
        h(
          'section',
          { class: 'sect', hidden: () => !running.value?.pending.length },
          h('h2', {}, 'Queue ', h('span', { class: 'n' }, () => String(running.value?.pending.length ?? ''))),
          queueList({ most: SHOWN }),
          allOf(() => running.value?.pending.length ?? 0, SHOWN, to.queue(), 'queued'),
        ),
      ),
    ),
  ];
}

function row(item) {
  const f = () => item.value, id = item.peek().id;
  const said = () => {
    const r = last(f()), st = stateOf(f());
    if (f().unsupported?.length) {
      return h(
        'span',
        { class: 'word', 'data-state': 'warning' },
        `needs ${f().unsupported.join(', ')}, which this version lacks`,
      );
    }
    if (!r) return h('span', { class: 'faint' }, 'no runs yet');
    if (st === 'good') return '';
    const about = live(r)
      ? [h('span', { class: 'mono' }, r.ref), r.started_at ? ' ' : '', r.started_at ? took(r) : '']
      : [
        h('span', { class: 'mono' }, r.ref),
        r.reason && !['unheard', 'end', 'person', WORDS[st].toLowerCase()].includes(r.reason) ? ` ${r.reason}` : '',
      ];
    return [h('span', { class: 'word', 'data-state': st }, WORDS[st] + ' '), h('span', { class: 'faint' }, about)];
  };
  const picture = () =>
    pins(
      [...(f().runs ?? [])].slice(0, 20).reverse().map((r) => ({
        ref: r.ref,
        key: runState(r),
        sec: seconds(r, now()),
      })),
      { label: f().name || id, pitch: 9, width: 5, height: 30, count: 20, usual: null },
    );
  return h(
    'li',
    {},
    () => mark(stateOf(f()), { label: last(f()) ? WORDS[stateOf(f())] : 'No runs' }),
    h(
      'div',
      { class: 'clip' },
      h('a', { class: 'cover', href: to.flow(id) }, () => f().name || id),
      ' ',
      h('span', { class: 'sm c-sub' }, said),
    ),
    h('div', { class: 'c-pins' }, () => {
      if ((f().runs ?? []).some(live)) slow.value;
      return picture();
    }),
    h(
      'div',
      { class: 'num c-usual sm', title: 'Median of the good ones among the last runs' },
      () => duration(f().usual_seconds ?? usual(f().runs ?? [])),
    ),
    h(
      'div',
      { class: 'num c-last sm mute' },
      () => last(f()) ? when(last(f()).started_at ?? last(f()).adopted_at) : '',
    ),
    h('div', { class: 'num c-next sm faint clip' }, () => startsNext(f())),
  );
}
const HOW = {
  data: 'by form',
  timer: 'on a clock',
  'poll-git': 'on push',
  'git-push': 'on push',
  webhook: 'on webhook',
  flow: 'after a flow',
};
export const starts = (f) => [...new Set((f.triggers ?? []).map((t) => HOW[t.type] ?? t.type))].join(', ') || 'by hand';
/** The same with the time of the next start, where a clock starts it. */
const startsNext = (f) => {
  const at = nextStart(f), others = (f.triggers ?? []).filter((t) => t.type !== 'timer');
  return at ? [others.length ? `${starts({ triggers: others })}, ` : '', when(at)] : starts(f);
};
