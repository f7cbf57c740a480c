// One run: what it does now and what counts next, its graph, its timeline, its logs.
import { h, put } from '../lib/dom.js';
import { computed, effect, signal, untracked } from '../lib/signal.js';
import { flowGraph, triggerKey } from '../lib/flowgraph.js';
import { follow } from '../lib/follow.js';
import { branch, kept, latest, nodeNote, nodeState, passes, runState, title, triggerOf } from '../lib/states.js';
import { now, ticking } from '../lib/clock.js';
import { api, keepFresh } from '../live.js';
import { place, setQuery, to } from '../router.js';
import { btn, busy, failureBox, state, took, when } from '../parts/bits.js';
import { setTitle } from '../parts/frame.js';
import { graph } from '../parts/graph.js';
import { keys } from '../parts/keys.js';
import { logPane } from '../parts/log.js';
import { WORDS } from '../parts/marks.js';
import { nowLine, runActions } from '../parts/nowline.js';
import { timeline, timelineKey } from '../parts/timeline.js';
import { attemptChoice, logTarget, noLog } from '../parts/attempts.js';
import { eventsView } from '../parts/events.js';
import { artifactsView, valuesView } from '../parts/runviews.js';
import { whyView } from '../parts/why.js';

const VIEWS = [['graph', 'Graph'], ['values', 'Values'], ['events', 'Events'], ['artifacts', 'Artifacts'], ['why', 'Why']];

export function runPage({ ref }) {
  setTitle(ref);
  const run = signal(null), problem = signal(null);
  const again = keepFresh(async () => {
    try {
      const got = await api.run(ref);
      run.value = got;
      problem.value = null;
      setTitle(`${got.flow_name || got.flow} ${got.ref}`, { state: runState(got) });
    } catch (p) {
      problem.value = p;
    }
  }, { matters: (e) => e.run === ref });

  const found = h(
    'div',
    {},
    () => run.value ? null : h('h1', { class: 'hide' }, `Run ${ref}`),
    () =>
      problem.value && (!run.value || problem.value.status === 404)
        ? failureBox(
          problem.value.status === 404
            ? {
              title: `There is no run ${ref}`,
              detail: 'It may have been cleared away: archived runs are kept for as long as the configuration says.',
            }
            : problem.value,
          problem.value.status === 404 ? null : again,
        )
        : !run.value
        ? busy()
        : null,
  );
  const body = h('div', {}), has = computed(() => !!run.value);
  effect(() => {
    if (has.value && !body.firstChild) untracked(() => put(body, loaded(run, ref, again)));
  });
  return [found, body];
}

function loaded(run, ref, again) {
  const all = computed(() => passes(run.value.nodes)), query = (k) => place.query.value.get(k);
  const trig = () => {
    const all = (run.value.graph?.nodes ?? []).filter((n) => n.class === 'trigger'), t = triggerOf(run.value);
    return all.length ? all : t.id ? [{ id: t.id, name: t.name || t.id, type: t.type }] : [];
  };
  const fans = () => new Map((run.value.nodes ?? []).map((n) => [n.id, n.hosts?.total ?? 0]));
  const drawn = computed(
    () => ({
      name: run.value.flow_name || run.value.flow,
      ...flowGraph(run.value.graph ?? { nodes: unique(run.value.nodes) }, trig(), fans()),
    }),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  // Without a choice the log follows what runs. Who reads in it, or picks a node, makes a choice: then nothing moves by itself.
  let kept = null;
  const picked = computed(() => query('node') || (kept = follow(run.value, kept)));
  const pick = (id) => {
    if (!id.startsWith('trigger:')) setQuery({ node: id, pass: '', attempt: '' });
  };
  const nodeHref = (id) => to.run(ref, { node: id });
  const hold = (t) => {
    if (query('node') !== t.node || query('pass') !== String(t.pass)) setQuery({ node: t.node, pass: t.pass, attempt: t.attempt });
  };
  const started = triggerKey(triggerOf(run.peek()).id || 'trigger');
  function look(id) {
    if (id.startsWith('trigger:')) {
      const mine = id === started, begun = run.value.state !== 'pending';
      const type = drawn.value.nodes.find((n) => n.id === id)?.type ?? '';
      return {
        state: !mine ? 'idle' : begun ? 'good' : 'queued',
        note: (mine && branch(run.value)) || type,
        taken: () => mine && begun,
      };
    }
    const list = all.value.get(id) ?? [], n = latest(list);
    if (!n) return { state: 'idle', note: '', times: 0, taken: () => false };
    if (n.state === 'running') ticking.value;
    return {
      state: nodeState(n),
      note: n.class === 'merge' ? '' : nodeNote(n, now()),
      times: list.length,
      taken: (e, to) =>
        !!to && to.times > 0 && list.some((p) => p.state === 'ended' || p.state === 'skipped') && went(list, e),
    };
  }
  const order = computed(
    () => drawn.value.nodes.filter((n) => n.kind === 'task').map((n) => ({ id: n.id, name: n.name })),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  const shown = computed(() => VIEWS.some(([k]) => k === query('view')) ? query('view') : 'graph'), view = () => shown.value;
  const target = computed(
    () => logTarget(run.value, picked.value, Number(query('pass')) || null, Number(query('attempt')) || null),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  /** Whether the log follows the run; null when there is nothing to follow. */
  const following = computed(() => run.value.state === 'archive' || !target.value ? null : !query('node'));
  const nextOdd = () => {
    const odd = order.peek().filter((n) =>
      ['failed', 'timed-out', 'lost', 'partial', 'waiting'].includes(look(n.id).state)
    );
    if (!odd.length) return false;
    pick(odd[(odd.findIndex((n) => n.id === picked.peek()) + 1) % odd.length].id);
  };
  keys({
    1: () => setQuery({ view: '' }),
    2: () => setQuery({ view: 'values' }),
    3: () => setQuery({ view: 'events' }),
    4: () => setQuery({ view: 'artifacts' }),
    5: () => setQuery({ view: 'why' }),
    n: nextOdd,
    y: () => {
      if (target.peek() && !target.peek().none) hold(target.peek());
      navigator.clipboard?.writeText(location.href).catch(() => {});
    },
  });
  const acts = runActions(run, again);
  const g = graph(() => drawn.value, { look, picked: () => picked.value, onpick: pick, href: nodeHref });
  const log = logPane(() => target.value, {
    attempts: () =>
      h('span', { class: 'end row' }, acts.from(target.value?.node), attemptChoice(run.value, target.value)),
    none: (t) => noLog(run, t),
    hold,
  });
  return [
    h(
      'div',
      { class: 'crumbs' },
      h('a', { href: to.dash() }, 'Flows'),
      '/',
      h('a', { href: to.flow(run.peek().flow) }, () => run.value.flow_name || run.value.flow),
      '/',
    ),
    h(
      'div',
      { class: 'head' },
      h(
        'div',
        { class: 'grow' },
        h('h1', {}, () => title(run.value) || run.value.flow_name || run.value.flow),
        h('div', { class: 'sub' }, () => facts(run.value)),
      ),
      h('div', { class: 'acts' }, acts.buttons),
    ),
    nowLine(run, acts),
    h(
      'div',
      { class: 'tabs runtabs', role: 'group', 'aria-label': 'Views' },
      VIEWS.map(([k, word]) =>
        h('a', {
          href: () => to.run(ref, { view: k === 'graph' ? '' : k, node: query('node'), pass: query('pass'), attempt: query('attempt') }),
          'aria-current': () => view() === k ? 'page' : undefined,
          onclick: (ev) => {
            if (ev.ctrlKey || ev.metaKey) return;
            ev.preventDefault();
            setQuery({ view: k === 'graph' ? '' : k });
          },
        }, word, k === 'values' ? h('span', { class: 'n' }, () => countValues(run.value)) : null)
      ),
    ),
    h('div', { hidden: () => view() !== 'graph' }, g),
    h(
      'div',
      {},
      () =>
        view() === 'values'
          ? valuesView(run)
          : view() === 'events'
          ? eventsView(run, nodeHref)
          : view() === 'artifacts'
          ? artifactsView(run)
          : view() === 'why'
          ? whyView(run)
          : null,
    ),
    h(
      'div',
      { class: 'work' },
      h(
        'section',
        { class: 'panel' },
        h(
          'header',
          {},
          h('h2', {}, 'Timeline'),
          h(
            'span',
            { class: 'end row' },
            () =>
              following.value === null ? null : btn('Follow what runs', {
                kind: 'quiet',
                'aria-pressed': String(following.value),
                onclick: () => following.peek() ? hold(target.peek()) : setQuery({ node: '', pass: '', attempt: '' }),
              }),
            btn(['Next failed', h('span', { class: 'c-long' }, ' or waiting')], { kind: 'quiet', onclick: nextOdd }),
            h('kbd', { class: 'c-1' }, 'n'),
          ),
        ),
        timeline(() => run.value, () => order.value, { picked: () => picked.value, pick, href: nodeHref }),
        timelineKey(),
      ),
      log,
    ),
  ];
}

const unique = (nodes) => [...new Map((nodes ?? []).map((n) => [n.id, n])).values()];
/** Whether one of these passes emitted what the edge listens to. */
const went = (list, e) =>
  e.tag === 'good'
    ? list.some((p) => p.good !== false && p.outcome !== 'cancelled')
    : e.tag === 'bad'
    ? list.some((p) => p.good === false)
    : true;

const countValues = (run) =>
  String(Object.keys(run.values ?? {}).length + (run.nodes ?? []).reduce((n, x) => n + Object.keys(x.values ?? {}).length, 0) || '');

function facts(run) {
  const st = runState(run), from = triggerOf(run), b = branch(run), hash = run.values?.hash;
  const by = [run.started_by ? `by ${run.started_by}` : '', from.name || from.id ? `(${from.name || from.id})` : from.type].filter(
    Boolean,
  ).join(' ');
  return [
    state(st, WORDS[st]),
    h('b', { class: 'mono' }, run.ref),
    run.round > 1 ? h('span', {}, `round ${run.round}`) : null,
    h('span', {}, run.started_at ? 'started ' : 'accepted ', when(run.started_at ?? run.adopted_at), by ? ` ${by}` : ''),
    b
      ? h(
        'span',
        {},
        'branch ',
        h('code', {}, b),
        typeof hash === 'string' ? [' at ', h('code', {}, hash.slice(0, 7))] : null,
      )
      : null,
    run.exec_host ? h('span', {}, 'on ', run.exec_host) : null,
    run.parent
      ? h(
        'span',
        {},
        'part of ',
        h('a', { class: 'mono', href: to.run(run.parent.run, { node: run.parent.node }) }, run.parent.run),
      )
      : null,
    run.started_at ? h('span', {}, h('b', {}, took(run)), run.ended_at ? '' : ' so far') : null,
    run.keep ? h('span', {}, kept(run), run.kept_at ? [' ', when(run.kept_at)] : null) : null,
  ];
}
