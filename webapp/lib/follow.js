// Which node's log is shown to who has not chosen one: what runs, and what went wrong. Pure.
import { culprit } from './sentence.js';

const written = (run) =>
  (run.nodes ?? []).filter((n) => n.pass > 0 && !n.hidden && n.class !== 'merge' && n.type !== 'end');
const lastEnded = (nodes) =>
  nodes.filter((n) => n.state === 'ended' && n.log_bytes > 0).sort((a, b) =>
    (b.ended_at ?? '').localeCompare(a.ended_at ?? '')
  )[0];

/**
 * The id of the node to show after `was`; null before anything began. What runs is kept until it has ended, then comes what
 * runs next; when the run ends badly, what failed. Where nothing new begins, nothing changes.
 */
export function follow(run, was = null) {
  const nodes = written(run), running = nodes.filter((n) => n.state === 'running'), bad = culprit(run);
  if (run.state === 'archive') return (run.result !== 'good' && bad?.id) || was || (lastEnded(nodes) ?? nodes.at(-1))?.id || null;
  if (running.some((n) => n.id === was)) return was;
  if (running.length) return running[0].id;
  return was ?? (bad ?? lastEnded(nodes) ?? nodes.at(-1))?.id ?? null;
}
