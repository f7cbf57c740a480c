// Why a run is where it is: each reason, what would change it, and the reasons of the runs that hold it up.
import { h } from '../lib/dom.js';
import { computed, effect, onEnd, signal } from '../lib/signal.js';
import { reasonTree } from '../lib/reasons.js';
import { sentence } from '../lib/sentence.js';
import { plainTimes } from '../lib/time.js';
import { ticking } from '../lib/clock.js';
import { api } from '../live.js';
import { to } from '../router.js';
import { when } from './bits.js';
import { mark } from './marks.js';

/** The text of a reason, with the runs it names as links and its times in words. */
export function linked(w, now) {
  const refs = new Set(w.holders ?? []);
  return plainTimes(w.text ?? '', now).split(/([^\s,]+)/).map((word) =>
    refs.has(word) ? h('a', { class: 'mono', href: to.run(word, { view: 'why' }) }, word) : word
  );
}

const SIGNS = { answer: 'waiting', running: 'running', stopping: 'running', paused: 'paused', ended: 'idle' };
const reasons = (list) =>
  h(
    'ul',
    { class: 'waits' },
    list.map((w) =>
      h(
        'li',
        {},
        mark(SIGNS[w.kind] ?? 'queued', { size: 14 }),
        h(
          'div',
          {},
          () => linked(w, ticking.value),
          w.change ? h('span', { class: 'mute' }, ` · goes on when: ${w.change}`) : null,
          (w.under ?? []).map((u) => [
            h('p', { class: 'xs mute gap-s' }, u.flow, ' ', h('span', { class: 'mono' }, u.ref), ':'),
            reasons(u.why),
          ]),
        ),
      )
    ),
  );

export function whyView(run) {
  const told = signal(null), stopped = new AbortController();
  onEnd(() => stopped.abort());
  // Asked anew when the run has moved, not with every tick of what it says.
  const moved = computed(() => JSON.stringify([run.value.state, run.value.waits, run.value.paused, run.value.ending]));
  effect(() => {
    moved.value;
    const ref = run.peek().ref;
    api.why(ref, stopped.signal).then((answer) => {
      told.value = { list: reasonTree(answer), cut: answer.chain_is_cut };
    }).catch(() => {
      told.value = null; // the run itself says the nearest reasons
    });
  });
  return h('section', { class: 'panel pad why' }, () => {
    const r = run.value, s = sentence(r), live = r.state !== 'archive';
    const list = live ? told.value?.list ?? r.waits ?? [] : [];
    const facts = [
      ['Result', r.result],
      ['Reason', r.reason],
      ['Detail', r.detail],
      ['By', r.by],
      ['Round', r.round > 1 ? r.round : null],
      ['Holds', r.holds?.length ? r.holds.join(', ') : null],
    ];
    const times = [
      ['Accepted', r.adopted_at],
      ['Began', r.started_at],
      ['Ended', r.ended_at],
      ['At most until', live ? r.deadline : null],
    ];
    const ways = !live ? (told.value?.list ?? []).map((w) => w.change).filter((x) => x && !x.startsWith('nothing')) : [];
    return [
      h('p', {}, h('b', {}, s.lead), s.more && !list.length ? `: ${s.more}` : ''),
      list.length ? reasons(list) : null,
      list.length && told.value?.cut ? h('p', { class: 'sm mute gap-s' }, 'More runs stand behind these.') : null,
      ways.length ? h('p', { class: 'sm mute gap-s' }, ways.map((x) => [h('code', {}, x)])) : null,
      h(
        'dl',
        { class: 'facts gap-t' },
        facts.filter(([, v]) => v).map(([k, v]) => [h('dt', {}, k), h('dd', {}, String(v))]),
        times.filter(([, v]) => v).map(([k, v]) => [h('dt', {}, k), h('dd', {}, when(v))]),
      ),
    ];
  });
}
