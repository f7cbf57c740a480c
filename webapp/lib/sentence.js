// What a run says about itself in one sentence, and the one action that counts. Pure.
import { failure, passes, runState, waitTexts } from './states.js';
import { duration } from './time.js';

const REASON = {
  unheard: 'it went wrong and nothing listens to that',
  stalled: 'nothing was left to run and no end was reached',
  'timed-out': 'the run took longer than it may',
  'queue-timeout': 'it waited longer than it may',
  'max-passes': 'a node started too often',
  'flow-file': 'its flow file could not be used',
  template: 'a template names nothing',
  deadlock: 'it and another run waited for each other',
  lost: 'its host is lost',
};

/** `{state, lead, more, action}`; action is answer, resume, retry, cancel, again or null. */
export function sentence(run, now = Date.now()) {
  const state = runState(run);
  if (run.state === 'archive') return { state, ...ended(run, state) };
  if (run.state === 'pending') {
    const why = waitTexts(run, now);
    return {
      state,
      lead: run.paused ? 'Paused before it began' : 'Queued',
      more: why.join('; ') || 'it begins as soon as a host and its locks are free',
      action: run.paused ? 'resume' : 'cancel',
    };
  }
  const names = (
    st,
  ) => [...new Set((run.nodes ?? []).filter((n) => !n.hidden && n.state === st).map((n) => n.name ?? n.id))];
  const running = names('running');
  if (run.ending) {
    const what = { good: 'good', bad: 'failed', cancelled: 'cancelled' }[run.ending.result ?? run.ending] ?? 'decided';
    return {
      state,
      lead: `Ends: ${what}`,
      more: running.length
        ? `${list(running)} still ${verb(running, 'has', 'have')} to stop or clean up`
        : 'what ran is being stopped',
      action: 'cancel',
    };
  }
  const asked = (run.nodes ?? []).find((n) => n.state === 'waiting' && n.type === 'data');
  const still = running.length ? `${list(running)} still ${verb(running, 'runs', 'run')}` : '';
  if (run.paused) {
    return {
      state,
      lead: 'Paused',
      more: still ? `${still}; nothing new starts` : 'nothing new starts until it is resumed',
      action: 'resume',
    };
  }
  if (asked) {
    const lapse = left(asked.deadline, now);
    return {
      state,
      lead: `Waits for an answer: ${asked.form?.title || asked.name || asked.id}`,
      more: [still, lapse && `lapses in ${lapse}`].filter(Boolean).join('; '),
      since: asked.started_at,
      node: asked.id,
      pass: asked.pass,
      action: 'answer',
    };
  }
  const said = (w) => !['merge', 'earlier-pass', 'running', 'answer'].includes(w.kind);
  const waits = waitTexts(run, now, said), due = left(run.deadline, now);
  if (running.length) {
    return {
      state,
      lead: `${list(running)} ${verb(running, 'runs', 'run')}`,
      more: [waits[0], due && `at most ${due} more`].filter(Boolean).join('; '),
      action: 'cancel',
    };
  }
  const queued = names('queued');
  return {
    state,
    lead: queued.length ? `${list(queued)} ${verb(queued, 'waits', 'wait')} to start` : 'Runs',
    more: waits.join('; '),
    action: 'cancel',
  };
}

function ended(run, state) {
  const by = run.by ? ` by ${run.by}` : '';
  if (state === 'good') return { lead: 'Good', more: '', action: 'again' };
  if (state === 'cancelled') {
    const why = {
      overlap: 'another run of the flow went first',
      parent: 'the run that started it ended',
      'timed-out': 'the node that started it ran out of time',
    }[run.reason];
    return { lead: `Cancelled${by}`, more: [why, few(run.detail)].filter(Boolean).join(': '), action: 'retry' };
  }
  const bad = culprit(run);
  if (bad && ['unheard', 'end', undefined, null, ''].includes(run.reason)) {
    return { lead: `Failed: ${bad.name ?? bad.id}`, more: failure(bad), node: bad.id, action: 'retry' };
  }
  return {
    lead: run.reason?.includes('timed-out') || run.reason === 'queue-timeout'
      ? 'Timed out'
      : state === 'stalled'
      ? 'Stalled'
      : 'Failed',
    more: [REASON[run.reason], few(run.detail)].filter(Boolean).join(': '),
    node: bad?.id,
    action: 'retry',
  };
}

/** The node to look at first: the first whose last pass that counts went wrong. */
export function culprit(run) {
  for (const list of passes(run.nodes).values()) {
    const last = list.findLast((n) => !n.void && !n.cleanup);
    if (last?.state === 'ended' && last.good === false && last.outcome !== 'cancelled') return last;
  }
  return null;
}

/** The first of several things that are told at once; all of them stand under Why. */
function few(detail) {
  const all = (detail ?? '').split('; ');
  return all.length > 2 ? `${all[0]}, and ${all.length - 1} more` : detail;
}

function left(at, now) {
  const ms = Date.parse(at ?? '') - now;
  return ms > 0 ? duration(ms / 1000) : '';
}
const list = (names) =>
  names.length <= 3
    ? names.join(names.length === 3 ? ', ' : ' and ').replace(/, ([^,]*)$/, ' and $1')
    : `${names[0]}, ${names[1]} and ${names.length - 2} more`;
const verb = (names, one, many) => names.length === 1 ? one : many;
