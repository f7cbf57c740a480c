// What else is known of a run: its values, its files, why it is where it is.
import { h } from '../lib/dom.js';
import { computed, effect, signal } from '../lib/signal.js';
import { passes, triggerOf } from '../lib/states.js';
import { api } from '../live.js';
import { busy, empty, failureBox } from './bits.js';
import { bytes } from '../lib/time.js';

const text = (v) => typeof v === 'string' ? v : JSON.stringify(v);
const link = (v) =>
  typeof v === 'string' && /^https?:\/\/\S+$/.test(v)
    ? h('a', { href: v, rel: 'noreferrer noopener', target: '_blank' }, v)
    : h('code', {}, text(v));
const table = (values) =>
  h('dl', { class: 'facts pad' }, Object.entries(values).map(([k, v]) => [h('dt', {}, k), h('dd', {}, link(v))]));

export function valuesView(run) {
  return h('div', { class: 'views' }, () => {
    const r = run.value, from = triggerOf(r), own = from.values ?? r.values ?? {}, out = [];
    out.push(
      h(
        'section',
        { class: 'panel' },
        h(
          'header',
          {},
          h('h2', {}, 'Came with the start'),
          h('span', { class: 'faint sm' }, from.name || from.id || from.type),
        ),
        Object.keys(own).length ? table(own) : h('p', { class: 'pad mute' }, 'No values.'),
      ),
    );
    for (const [id, list] of passes(r.nodes)) {
      for (const n of list) {
        if (Object.keys(n.values ?? {}).length) {
          out.push(
            h(
              'section',
              { class: 'panel' },
              h(
                'header',
                {},
                h('h2', {}, n.name || id),
                list.length > 1 ? h('span', { class: 'faint sm' }, `pass ${n.pass}`) : null,
              ),
              table(n.values),
            ),
          );
        }
      }
    }
    return out;
  });
}

export function artifactsView(run) {
  const list = signal(null), problem = signal(null), ref = run.peek().ref;
  const load = () =>
    api.artifacts(ref).then((x) => {
      list.value = x.artifacts ?? [];
      problem.value = null;
    }, (p) => {
      problem.value = p;
    });
  const ended = computed(() => (run.value.nodes ?? []).filter((n) => n.state === 'ended').length);
  effect(() => {
    ended.value;
    load();
  });
  return h(
    'section',
    { class: 'panel' },
    () =>
      problem.value
        ? failureBox(problem.value, load)
        : list.value === null
        ? busy()
        : !list.value.length
        ? empty('No artifacts', 'Files that a node names under artifacts are kept with the run and listed here.')
        : h(
          'ul',
          { class: 'tbl files' },
          list.value.map((a) =>
            h(
              'li',
              {},
              h('a', { class: 'cover mono', href: api.artifactUrl(ref, a.path), download: '' }, a.path),
              h('span', { class: 'mute sm' }, a.node ?? ''),
              h('span', { class: 'num sm mute' }, bytes(a.bytes)),
            )
          ),
        ),
  );
}
