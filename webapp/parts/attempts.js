// Which pass and attempt of a node the log shows, and what stands there for nodes that write none.
import { h } from '../lib/dom.js';
import { failure, latest, nodeState, passes } from '../lib/states.js';
import { setQuery, to } from '../router.js';
import { when } from './bits.js';
import { mark, WORDS } from './marks.js';

const SILENT = new Set(['data', 'timer', 'flow', 'end', 'all', 'any', 'one']);

/** What the log pane has to show for a choice; null while nothing was picked. */
export function logTarget(run, id, pass, attempt) {
  if (!id) return null;
  const list = passes(run.nodes).get(id),
    any = (run.nodes ?? []).find((n) => n.id === id) ?? run.graph?.nodes?.find((n) => n.id === id);
  if (!any) return null;
  const n = list?.find((x) => x.pass === pass) ?? (list?.length ? latest(list) : null), name = any.name || id;
  const never = n && !n.attempt && (n.state === 'ended' || n.state === 'skipped');
  if (!n || never || SILENT.has(any.type) || any.class === 'merge') {
    return {
      ref: run.ref,
      node: id,
      name,
      pass: n?.pass ?? 0,
      attempt: 0,
      state: n ? nodeState(n) : 'idle',
      none: true,
    };
  }
  const last = Math.max(1, n.attempt ?? 1), shown = attempt && attempt <= last ? attempt : last;
  const live = run.state === 'active' && ['running', 'queued', 'waiting', 'paused'].includes(n.state) && shown === last;
  return {
    ref: run.ref,
    node: id,
    name,
    pass: n.pass,
    attempt: shown,
    state: nodeState(n),
    live,
    bytes: shown === last ? n.log_bytes ?? 0 : 0,
    none: false,
  };
}

/** A choice where there is one: all attempts of all passes. */
export function attemptChoice(run, t) {
  if (!t || t.none) return null;
  const list = passes(run.nodes).get(t.node) ?? [], many = list.length > 1;
  const options = list.flatMap((n) =>
    Array.from(
      { length: Math.max(1, n.attempt ?? 1) },
      (_, k) => ({ pass: n.pass, attempt: k + 1, last: k + 1 === Math.max(1, n.attempt ?? 1), n }),
    )
  );
  if (options.length < 2) return null;
  const words = (o) =>
    [
      many ? `pass ${o.pass}` : '',
      o.n.attempt > 1 ? `attempt ${o.attempt}` : '',
      o.last ? WORDS[nodeState(o.n)].toLowerCase() : 'retried',
    ].filter(Boolean).join(', ');
  return h(
    'select',
    {
      class: 'which',
      'aria-label': 'Pass and attempt',
      onchange: (ev) => {
        const [p, a] = ev.target.value.split('.');
        setQuery({ pass: p, attempt: a });
      },
    },
    options.map((o) =>
      h('option', { value: `${o.pass}.${o.attempt}`, selected: o.pass === t.pass && o.attempt === t.attempt }, words(o))
    ),
  );
}

const fact = (k, ...v) => [h('dt', {}, k), h('dd', {}, ...v)];
const KINDS = {
  data: 'It asks a person.',
  timer: 'It waits for its time.',
  flow: 'It starts another flow.',
  end: 'It ends the run.',
};

export function noLog(run, t) {
  return h('div', { class: 'pad nolog' }, () => {
    const n = passes(run.value.nodes).get(t.node)?.find((x) => x.pass === t.pass),
      of = n ?? run.value.graph?.nodes?.find((x) => x.id === t.node) ?? {};
    const merge = of.class === 'merge',
      told = merge
        ? (of.type === 'all' ? 'It goes on when all it waits for has come.' : 'It goes on with the first it hears.')
        : KINDS[of.type] ?? '';
    if (!n) return h('p', { class: 'mute' }, `${t.name} has not begun. `, told);
    const child = n.child ?? n.values?.run;
    return [
      h('p', { class: 'mute' }, told || 'It ended before anything was run.', told ? ' It writes no log.' : ''),
      h(
        'dl',
        { class: 'facts gap-t' },
        fact(
          'State',
          h(
            'span',
            { class: 'state', 'data-state': nodeState(n) },
            mark(nodeState(n)),
            h('span', {}, WORDS[nodeState(n)]),
          ),
        ),
        n.good === false && n.state === 'ended' ? fact('Why', failure(n)) : null,
        n.started_at ? fact('Began', when(n.started_at)) : null,
        n.ended_at ? fact('Ended', when(n.ended_at)) : null,
        n.by ? fact('Answered by', n.by) : null,
        typeof child === 'string' ? fact('Run', h('a', { href: to.run(child), class: 'mono' }, child)) : null,
        Object.entries(n.values ?? {}).filter(([k]) => k !== 'run').map(([k, v]) =>
          fact(k, h('code', {}, typeof v === 'string' ? v : JSON.stringify(v)))
        ),
      ),
    ];
  });
}
