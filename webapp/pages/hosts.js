// The hosts: their state, version, load, and what is known of them.
import { each, h } from '../lib/dom.js';
import { effect, signal, untracked } from '../lib/signal.js';
import { slow } from '../lib/clock.js';
import { api, HOSTS, me, onEvents } from '../live.js';
import { btn, busy, failureBox, state, when } from '../parts/bits.js';
import { setTitle } from '../parts/frame.js';
import { confirm } from '../parts/keys.js';
import { WORDS } from '../parts/marks.js';

const MEANS = {
  active: 'It takes runs.',
  warning: 'It was not heard for a while.',
  dead: 'It is not heard any more; its runs are lost unless it comes back.',
  draining: 'It finishes what it has and begins nothing new.',
  pending: 'Somebody has to approve it.',
};

const AGENT_MEANS = {
  active: 'It is linked, and takes tasks of this host.',
  warning: 'It is not linked. What it was given goes on there, and will be told.',
  dead: 'It has not been linked for long. What it was given may go on there, and will be told if it comes back.',
  draining: 'It finishes what it has and is given nothing new.',
};

export function hostsPage() {
  setTitle('Hosts');
  const hosts = signal(null), problem = signal(null);
  const load = async () => {
    try {
      hosts.value = (await api.hosts()).hosts ?? [];
      problem.value = null;
    } catch (p) {
      problem.value = p;
    }
  };
  effect(() => {
    slow.value;
    untracked(load);
  });
  onEvents((e) => {
    if (e === null || HOSTS.test(e.tag)) load();
  });
  const sorted = () => [...(hosts.value ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  return [
    h('div', { class: 'head' }, h('div', { class: 'grow' }, h('h1', {}, 'Hosts'))),
    () => problem.value && !hosts.value ? failureBox(problem.value, load) : null,
    () => !hosts.value && !problem.value ? busy() : null,
    each(h('div', { class: 'views' }), sorted, (x) => x.name, (item) => panel(item, load)),
  ];
}

/** Drains a host or lets it take runs again; what was refused is told below. */
function drainButton(item, load, refused) {
  const name = item.peek().name, working = signal(false);
  const act = async () => {
    const drains = item.peek().state === 'draining';
    if (
      !drains && !await confirm({
        head: `Drain ${name}?`,
        text: 'It starts no more runs, also after a restart, and ends those it has. Runs that are queued wait.',
        yes: 'Drain it',
        no: 'Keep it going',
      })
    ) return;
    working.value = true;
    try {
      await (drains ? api.undrain : api.drain)(name);
      refused.value = '';
      await load();
    } catch (p) {
      refused.value = [p.title, p.detail].filter(Boolean).join(': ') || String(p);
    } finally {
      working.value = false;
    }
  };
  return () =>
    ['active', 'draining'].includes(item.value.state)
      ? btn(item.value.state === 'draining' ? 'Resume' : 'Drain…', { disabled: () => working.value, onclick: act })
      : null;
}

function panel(item, load) {
  const refused = signal('');
  const name = item.peek().name, fact = (k, v) => [h('dt', {}, k), h('dd', {}, v)];
  return h(
    'section',
    { class: 'panel', 'aria-label': name },
    h(
      'header',
      {},
      h('h2', { class: 'clip' }, name, () => item.value.kind === 'agent' ? h('span', { class: 'faint' }, ' agent') : null, me.value?.host === name ? h('span', { class: 'faint' }, ' this one') : null),
      h('span', { class: 'end' }, () => state(item.value.state, WORDS[item.value.state] ?? item.value.state)),
    ),
    () => {
      const x = item.value, share = x.slots ? Math.min(1, x.load / x.slots) : 0;
      return h(
        'dl',
        { class: 'facts pad' },
        fact('State', (x.kind === 'agent' ? AGENT_MEANS : MEANS)[x.state] ?? x.state),
        fact(
          'Tasks',
          h(
            'span',
            { class: 'row' },
            h('meter', { min: 0, max: 1, value: share, 'aria-label': `${x.load} of ${x.slots} places taken` }),
            `${x.load} of ${x.slots} at a time`,
          ),
        ),
        fact('Version', x.version),
        fact(
          'Tags',
          x.tags?.length
            ? x.tags.map((t) => [h('span', { class: 'tag' }, t), ' '])
            : h('span', { class: 'faint' }, 'none'),
        ),
        fact('Heard', x.last_seen ? when(x.last_seen) : 'not since this host started'),
        x.address ? fact('Address', h('code', {}, x.address)) : null,
        (x.problems ?? []).map((p) => fact('Problem', h('span', { class: 'word', 'data-state': 'failed' }, p))),
        Object.entries(x.facts ?? {}).sort(([a], [b]) => a.localeCompare(b)).map(([k, v]) =>
          fact(k.replaceAll('_', ' '), h('code', {}, String(v)))
        ),
      );
    },
    h(
      'div',
      { class: 'pad-s row' },
      drainButton(item, load, refused),
      () => refused.value ? h('span', { class: 'sm word', role: 'alert', 'data-state': 'failed' }, refused.value) : null,
    ),
  );
}
