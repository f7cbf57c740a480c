// One flow: its graph, how long its runs take, the runs, and the form that starts one.
import { h } from '../lib/dom.js';
import { computed, effect, onEnd, signal } from '../lib/signal.js';
import { flowGraph } from '../lib/flowgraph.js';
import { command, initial } from '../lib/form.js';
import { nextStart, runState, seconds, usual } from '../lib/states.js';
import { duration } from '../lib/time.js';
import { now } from '../lib/clock.js';
import { api, HOSTS, keepFresh, MOVES } from '../live.js';
import { go, place, to } from '../router.js';
import { btn, busy, copy, failureBox, when } from '../parts/bits.js';
import { asked, filters } from '../parts/filters.js';
import { dataForm } from '../parts/form.js';
import { setTitle } from '../parts/frame.js';
import { graph } from '../parts/graph.js';
import { pagedRuns } from '../parts/paged.js';
import { pins } from '../parts/pins.js';
import { runList } from '../parts/runlist.js';
import { starts } from './dash.js';
import { nextFires } from '../parts/fires.js';

export function flowPage({ id }) {
  setTitle(id);
  const flow = signal(null), problem = signal(null);
  const again = keepFresh(async () => {
    try {
      flow.value = await api.flow(id);
      setTitle(flow.peek().name || id);
      problem.value = null;
    } catch (p) {
      problem.value = p;
    }
  }, { matters: (e) => HOSTS.test(e.tag) || (e.flow === id && MOVES.test(e.tag) && e.tag.startsWith('sys.')), ms: 1000 });
  const paged = pagedRuns(() => ({ ...asked(place.query.value), flow: id }), { mine: (e) => e.flow === id || !e.flow });
  const drawn = computed(
    () => flow.value && { name: flow.value.name || id, ...flowGraph(flow.value, flow.value.triggers) },
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  // The form stays as it is while the flow's runs come and go: only a changed form makes it anew.
  const startable = computed(
    () =>
      flow.value && {
        name: flow.value.name,
        triggers: (flow.value.triggers ?? []).map(({ next_at: _, ...trigger }) => trigger),
        unsupported: flow.value.unsupported,
      },
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  const facts = () => {
    const f = flow.value, kinds = starts(f);
    return [
      h('span', {}, `Version ${f.ver}`),
      h('span', {}, `starts ${kinds}`),
      nextStart(f) ? h('span', {}, 'next start ', when(nextStart(f))) : null,
      f.resource_tags?.length ? h('span', {}, 'holds ', f.resource_tags.map((t) => h('code', {}, t, ' '))) : null,
      f.host_tags?.length ? h('span', {}, 'on hosts with ', f.host_tags.map((t) => h('code', {}, t, ' '))) : null,
    ];
  };
  return [
    h('div', { class: 'crumbs' }, h('a', { href: to.dash() }, 'Flows'), '/'),
    h(
      'div',
      { class: 'head' },
      h(
        'div',
        { class: 'grow' },
        h('h1', {}, () => flow.value?.name || id),
        h('div', { class: 'sub' }, () => flow.value ? facts() : null),
      ),
      h('div', { class: 'acts to-form' }, btn('Start a run', { kind: 'main', href: '#start' })),
    ),
    h(
      'div',
      {},
      () =>
        problem.value
          ? failureBox(
            problem.value.status === 404
              ? {
                title: `No flow is called ${id}`,
                detail:
                  'It may have been renamed, or taken out of the configuration. Its old runs are still in the history.',
              }
              : problem.value,
            problem.value.status === 404 ? null : again,
          )
          : null,
      () => !flow.value && !problem.value ? busy() : null,
    ),
    h('div', { hidden: () => !flow.value }, graph(() => drawn.value, { href: (n) => `#${n}`, onpick: () => {} })),
    h(
      'div',
      { class: 'two gap-t', hidden: () => !flow.value },
      h(
        'section',
        { class: 'mid' },
        durations(flow, id),
        filters(),
        runList(paged.runs, { label: `Runs of ${id}` }),
        paged.foot(
          () => ['No runs here', 'Start one with the form, or wait for a trigger. A filter above may hide some.'],
        ),
      ),
      h(
        'aside',
        { class: 'aside' },
        h(
          'section',
          { id: 'start', class: 'panel start' },
          h('header', {}, h('h2', {}, 'Start a run')),
          h('div', { class: 'pad' }, () => startable.value ? startForm(id, startable.value) : null),
        ),
        () => startable.value?.triggers.some((t) => t.type === 'timer') ? nextFires(id) : null,
      ),
    ),
  ];
}

/** The chart is as wide as the column: as many runs as fit, never squeezed. */
function durations(flow, id) {
  const box = h('div', { class: 'chart' }), room = signal(0), more = signal(null);
  const seen = new ResizeObserver(() => {
    room.value = box.clientWidth;
  });
  seen.observe(box);
  onEnd(() => seen.disconnect());
  const list = () => (more.value && more.value.length > (flow.value?.runs?.length ?? 0)
    ? [
      ...(flow.value?.runs ?? []).filter((r) => !more.value.some((m) => m.ref === r.ref)),
      ...more.value.map((m) => flow.value?.runs?.find((r) => r.ref === m.ref) ?? m),
    ]
    : flow.value?.runs ?? []);
  api.runs({ flow: id, limit: 90 }).then((x) => {
    more.value = x.runs ?? [];
  }).catch(() => {});
  const usually = () => flow.value?.usual_seconds ?? usual(list());
  effect(() => {
    const n = Math.max(24, Math.min(90, Math.floor(room.value / 9)));
    if (!room.value || !flow.value) return;
    const runs = list().slice(0, n).reverse().map((r) => ({
      ref: r.ref,
      key: runState(r),
      sec: seconds(r, now()),
      href: to.run(r.ref),
    }));
    box.replaceChildren(
      pins(runs, { pitch: room.value / n, width: 5, height: 84, count: n, links: true, label: id, usual: usually() }),
    );
  });
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'sect-h' },
      h('h2', {}, 'Durations'),
      h('span', { class: 'sm mute' }, () => usually() === null ? '' : `usual ${duration(usually())}`),
      h('span', { class: 'end sm faint' }, () => {
        const n = Math.min(list().length, Math.max(24, Math.min(90, Math.floor(room.value / 9))));
        return n ? `last ${n} ${n === 1 ? 'run' : 'runs'}` : 'no runs yet';
      }),
    ),
    box,
  );
}

function startForm(id, flow) {
  const forms = flow.triggers.filter((t) => t.type === 'data'),
    chosen = signal(forms[0]?.id ?? null),
    held = signal({});
  if (flow.unsupported?.length) {
    return h(
      'p',
      { class: 'sm' },
      `It cannot be started here: it needs ${flow.unsupported.join(', ')}, which this version of Floe lacks.`,
    );
  }
  const one = () => forms.find((t) => t.id === chosen.value);
  const start = async (values, key) => {
    const got = await api.start(id, { ...(one() ? { trigger: one().id } : {}), values }, key);
    go(to.run(got.run));
  };
  if (location.hash === '#start') {
    setTimeout(() => {
      const form = document.querySelector('#start');
      form?.scrollIntoView({ block: 'nearest' });
      form?.querySelector('input, select, textarea, button')?.focus({ preventScroll: true });
    });
  }
  const note = !forms.length && flow.triggers.length
    ? 'It has no form: it starts as if its trigger had fired by itself.'
    : '';
  return [
    forms.length > 1
      ? h(
        'div',
        { class: 'field' },
        h('label', { for: 'which' }, 'Form'),
        h('select', {
          id: 'which',
          onchange: (ev) => {
            chosen.value = ev.target.value;
          },
        }, forms.map((t) => h('option', { value: t.id }, t.form?.title || t.name || t.id))),
      )
      : null,
    () => {
      const form = one()?.form ?? { fields: [] };
      held.value = Object.fromEntries((form.fields ?? []).map((f) => [f.id, initial(f)]));
      return [
        form.title ? h('p', { class: 'sm mute form-title' }, form.title) : null,
        note ? h('p', { class: 'sm mute form-title' }, note) : null,
        dataForm(form, {
          send: start,
          submit: 'Start',
          label: 'Start a run',
          onheld: (x) => {
            held.value = x;
          },
          shape: ({ fields, acts, error }) => [...fields, error, h('div', { class: 'row gap-s' }, acts)],
        }),
        h('p', { class: 'xs mute gap-t twin' }, 'The same from a terminal:'),
        copy(() => command(id, form, held.value)),
      ];
    },
  ];
}
