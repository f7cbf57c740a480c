// What else is known of a run: its values, its files, why it is where it is.
import { h } from '../lib/dom.js';
import { computed, effect, signal } from '../lib/signal.js';
import { passes, triggerOf } from '../lib/states.js';
import { api } from '../live.js';
import { to } from '../router.js';
import { busy, empty, failureBox, when } from './bits.js';
import { mark } from './marks.js';
import { sentence } from '../lib/sentence.js';
import { bytes, plainTimes } from '../lib/time.js';
import { ticking } from '../lib/clock.js';

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

export function whyView(run) {
  return h('section', { class: 'panel pad why' }, () => {
    const r = run.value, s = sentence(r), waits = r.waits ?? [];
    return [
      h('p', {}, h('b', {}, s.lead), s.more && !waits.length ? `: ${s.more}` : ''),
      waits.length
        ? h(
          'ul',
          { class: 'waits' },
          waits.map((w) =>
            h(
              'li',
              {},
              mark(w.kind === 'answer' ? 'waiting' : w.kind === 'running' ? 'running' : 'queued', { size: 14 }),
              h(
                'span',
                {},
                () => linked(w),
                w.change ? h('span', { class: 'mute' }, ` · goes on when: ${w.change}`) : null,
              ),
            )
          ),
        )
        : null,
      h(
        'dl',
        { class: 'facts gap-t' },
        [['Result', r.result], ['Reason', r.reason], ['Detail', r.detail], ['By', r.by], [
          'Round',
          r.round > 1 ? r.round : null,
        ], ['Holds', r.holds?.length ? r.holds.join(', ') : null]].filter(([, v]) => v).map((
          [k, v],
        ) => [h('dt', {}, k), h('dd', {}, String(v))]),
        [['Accepted', r.adopted_at], ['Began', r.started_at], ['Ended', r.ended_at], [
          'At most until',
          r.state !== 'archive' ? r.deadline : null,
        ]].filter(([, v]) => v).map(([k, v]) => [h('dt', {}, k), h('dd', {}, when(v))]),
      ),
    ];
  });
}
/** The text of a reason, with the runs it names as links and its times in words. */
function linked(w) {
  const refs = new Set(w.holders ?? []);
  return plainTimes(w.text, ticking.value).split(/([^\s,]+)/).map((word) =>
    refs.has(word) ? h('a', { class: 'mono', href: to.run(word) }, word) : word
  );
}
