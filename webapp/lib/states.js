// From the API's words to the vocabulary of the marks (parts/marks.js). Pure.
import { duration, plainTimes } from './time.js';

/** Of a run, as the lists and the run page have it. */
export function runState(run) {
  if (run.state === 'archive') {
    const result = run.result ?? (run.good ? 'good' : 'bad');
    if (result === 'good') return 'good';
    if (result === 'cancelled') return 'cancelled';
    return REASONS[run.reason] ?? 'failed';
  }
  if (run.paused) return 'paused';
  if (run.state === 'pending') return 'queued';
  return waitsForPerson(run) ? 'waiting' : 'running';
}
const REASONS = { 'timed-out': 'timed-out', 'queue-timeout': 'timed-out', stalled: 'stalled' };

export const live = (run) => run.state !== 'archive';
export const waitsForPerson = (run) =>
  live(run) && !run.ending && (run.waits_for_person ?? (run.waits ?? []).some((w) => w.kind === 'answer'));

/** Of one pass of a node. The diamond is for a person alone: what waits for a clock or another run is alive or queued. */
export function nodeState(node) {
  switch (node.state) {
    case 'ended':
      return OUTCOMES[node.outcome]
        ? (node.reason === 'partial' ? 'partial' : OUTCOMES[node.outcome])
        : node.good === false
        ? 'failed'
        : 'good';
    case 'skipped':
      return 'skipped';
    case 'waiting':
      return node.type === 'data' ? 'waiting' : node.type === 'flow' ? 'running' : 'queued';
    case 'running':
    case 'queued':
    case 'paused':
      return node.state;
    default:
      return 'idle';
  }
}
const OUTCOMES = {
  good: 'good',
  skipped: 'skipped',
  bad: 'failed',
  error: 'failed',
  'timed-out': 'timed-out',
  lost: 'lost',
  cancelled: 'cancelled',
};

/** Why a pass ended as it did, or what it does, in a few words; '' when there is nothing to add. */
export function nodeNote(node, now = Date.now()) {
  if (node.state === 'waiting') {
    return node.type === 'data'
      ? 'for answer'
      : node.type === 'timer'
      ? 'for its time'
      : node.type === 'flow'
      ? 'for its run'
      : waitText(node) || 'waits';
  }
  if (node.state === 'queued') return waitText(node);
  if (node.state === 'running') return progress(node) || (node.started_at ? took(node, now) : '');
  if (node.state === 'ended' && node.good === false && node.outcome !== 'cancelled') return failure(node);
  return node.state === 'ended' && node.started_at ? took(node, now) : '';
}
const progress = (node) => {
  const p = node.values?.progress ?? node.progress;
  return typeof p === 'number' ? `${Math.round(p <= 1 ? p * 100 : p)} %` : '';
};
/** What a node waits for in as few words as a box of the graph has room for; the sentence is under Why. */
const SHORT = {
  retry: 'tries again',
  slot: 'for a free slot',
  'earlier-pass': 'for its turn',
  paused: 'paused',
  child: 'for its run',
  timer: 'for its time',
  stopping: 'is stopped',
};
const waitText = (node) => {
  const w = Array.isArray(node.waits) ? node.waits[0] : null;
  return w ? SHORT[w.kind] ?? w.text ?? '' : '';
};
export function failure(node) {
  if (node.outcome === 'timed-out' || node.reason === 'timed-out') return 'timed out';
  if (node.outcome === 'lost') return 'lost';
  if (node.outcome === 'error') return node.reason && node.reason !== 'error' ? node.reason : 'could not run';
  if (node.reason && !['bad', 'failed', 'status'].includes(node.reason)) return node.reason;
  return node.status !== undefined && node.status !== null ? `exit ${node.status}` : 'failed';
}
const took = (node, now) => {
  const sec = seconds(node, now);
  return sec === null ? '' : duration(sec);
};

/** Seconds between start and end, or until now; null when it has not begun. */
export function seconds(x, now = Date.now()) {
  const from = Date.parse(x.started_at ?? ''), to = x.ended_at ? Date.parse(x.ended_at) : now;
  return Number.isFinite(from) && Number.isFinite(to) ? Math.max(0, (to - from) / 1000) : null;
}

/** Passes of each node in order, by node id; what never ran has none. */
export function passes(nodes) {
  const out = new Map();
  for (const n of nodes ?? []) {
    const list = out.get(n.id) ?? out.set(n.id, []).get(n.id);
    if (n.pass > 0) list.push(n);
  }
  for (const list of out.values()) list.sort((a, b) => a.pass - b.pass);
  return out;
}

/** The pass that stands for its node: what is in flight, else the last that counts. */
export function latest(list) {
  return list.find((n) => n.state === 'running') ?? list.find((n) => n.state === 'waiting') ??
    list.findLast((n) => n.state !== 'queued' && n.state !== 'paused') ??
    list.at(-1) ?? null;
}

/** Median of the good ended runs, as the server would say it; null when there are none. */
export function usual(runs) {
  const list = runs.filter((r) => r.state === 'archive' && r.good).map((r) => seconds(r)).filter((x) => x !== null)
    .sort((a, b) => a - b);
  if (!list.length) return null;
  const mid = list.length >> 1;
  return list.length % 2 ? list[mid] : (list[mid - 1] + list[mid]) / 2;
}

/** What a run waits for, a text each, with times in words. */
export const waitTexts = (run, now, wanted = () => true) =>
  (run.waits ?? []).filter((w) => w.text && wanted(w)).map((w) => plainTimes(w.text, now));

export const triggerOf = (run) => {
  const t = run.trigger;
  return !t
    ? { id: '', type: '' }
    : typeof t === 'string'
    ? { id: t, type: '' }
    : { id: t.id ?? '', name: t.name, type: t.type ?? '', values: t.values };
};
/** That a run is kept, and by whom, in words; '' when it is not. */
export const kept = (run) =>
  !run.keep ? '' : run.kept_by === 'flow' ? 'kept, as its flow says' : run.kept_by ? `kept by ${run.kept_by}` : 'kept';

/** When a timer starts the flow next, as the API writes it; '' when none does. */
export const nextStart = (flow) => (flow.triggers ?? []).map((t) => t.next_at).filter(Boolean).sort()[0] ?? '';
/** What the run is about, from its values: the first line of a commit message and the like; '' when nothing says. */
export function title(run) {
  const v = run.values ?? triggerOf(run).values ?? {};
  for (const key of ['subject', 'title', 'message']) {
    if (typeof v[key] === 'string' && v[key].trim()) return v[key].trim().split('\n')[0];
  }
  return '';
}
export const branch = (run) => {
  const b = run.values?.branch ?? triggerOf(run).values?.branch;
  return typeof b === 'string' ? b : '';
};
