// Runs as rows: state, name, what, when, how long, where. The same list on the flow page and the history.
import { each, h } from '../lib/dom.js';
import { branch, failure, kept, live, runState, title, triggerOf, waitsForPerson, waitTexts } from '../lib/states.js';
import { ticking } from '../lib/clock.js';
import { to } from '../router.js';
import { state, took, when } from './bits.js';
import { WORDS } from './marks.js';
import { listKeys } from './keys.js';

/** What a row says of a run besides its state: what it does or waits for, why it ended, what started it. */
export function note(run, now) {
  const from = triggerOf(run), by = run.started_by ? ` by ${run.started_by}` : '';
  const start = [branch(run), (from.name || from.id || from.type) + by].filter(Boolean).join(' · ');
  if (live(run)) {
    const asks = waitsForPerson(run) && waitTexts(run, now, (w) => w.kind === 'answer')[0];
    return asks || (run.now && `${run.now} ${run.now.includes(',') ? 'run' : 'runs'}`) ||
      waitTexts(run, now).join('; ') || start;
  }
  if (run.result === 'cancelled') {
    return [run.by ? `by ${run.by}` : '', run.reason !== 'person' ? run.reason : ''].filter(Boolean).join(', ') ||
      start;
  }
  if (run.good === false || run.result === 'bad') {
    const unheard = /^(?:task|merge)\.(.+)\.(bad|error)$/.exec(run.detail ?? '');
    if (unheard) return `${unheard[1]} failed`;
    return run.detail || (run.reason && run.reason !== 'unheard' ? run.reason : '') ||
      (run.status !== undefined ? failure(run) : '') || start;
  }
  return start;
}

/** @param runs a function that gives the list; @param flows whether the flow is named too */
export function runList(runs, { flows = false, label = 'Runs' } = {}) {
  const list = h(
    'ul',
    { class: `tbl runs ${flows ? 'with-flow' : ''}`, 'aria-label': label },
    h(
      'li',
      { class: 'th', 'aria-hidden': 'true' },
      h('span', {}, 'State'),
      h('span', {}, 'Run'),
      h('span', {}, flows ? 'Flow and what it is about' : 'What'),
      h('span', { class: 'num' }, 'Started'),
      h('span', { class: 'num' }, 'Took'),
      h('span', { class: 'num c-host' }, 'Host'),
    ),
  );
  listKeys(list);
  return each(
    list,
    runs,
    (r) => r.ref,
    (item) =>
      h(
        'li',
        {},
        h('span', { class: 'c-st' }, () => state(runState(item.value), WORDS[runState(item.value)])),
        h('a', { class: 'cover mono c-ref', href: to.run(item.peek().ref) }, item.peek().ref),
        h('div', { class: 'clip c-what' }, () => {
          const r = item.value, t = title(r);
          return [
            flows ? h('b', {}, r.flow_name || r.flow) : null,
            flows && t ? ' ' : null,
            t,
            flows || t ? ' ' : null,
            h('span', { class: 'faint sm' }, note(r, ticking.value)),
            r.keep ? [' ', h('span', { class: 'tag', title: kept(r) }, 'kept')] : null,
          ];
        }),
        h('div', { class: 'num sm mute c-when' }, () => when(item.value.started_at ?? item.value.adopted_at)),
        h('div', { class: 'num sm c-dur' }, () => took(item.value)),
        h('div', { class: 'sm faint num c-host clip' }, () => item.value.exec_host ?? ''),
      ),
  );
}
