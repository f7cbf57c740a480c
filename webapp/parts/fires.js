// When a flow starts by itself next, on the clock of its schedule.
import { h } from '../lib/dom.js';
import { effect, signal, untracked } from '../lib/signal.js';
import { now, slow } from '../lib/clock.js';
import { api } from '../live.js';
import { when } from './bits.js';

const SHOWN = 5;

export function nextFires(flow) {
  const fires = signal([]);
  const load = () =>
    api.schedule(flow, SHOWN).then((x) => {
      fires.value = x.fires ?? [];
    }).catch(() => {}); // what is shown stays; it is asked again
  effect(() => {
    slow.value;
    // Asked again when the first of them has passed.
    untracked(() => {
      if (!fires.peek().length || Date.parse(fires.peek()[0].at) < now()) load();
    });
  });
  return h(
    'section',
    { class: 'sect gap-t', hidden: () => !fires.value.length },
    h('h2', {}, 'Starts by itself'),
    h('ul', { class: 'feed' }, () =>
      fires.value.map((f) =>
        h(
          'li',
          { class: 'fire' },
          h(
            'span',
            { class: 'clip', title: f.note || undefined },
            f.local.replace('T', ' ').replace(/(\d\d:\d\d):00/, '$1').replace(/([+-]\d\d:\d\d|Z)$/, ' $1'),
            f.note ? ` · ${f.note}` : '',
          ),
          when(f.at),
        )
      )),
  );
}
