// All runs of the cluster, newest first, filtered by the address.
import { h } from '../lib/dom.js';
import { signal } from '../lib/signal.js';
import { api } from '../live.js';
import { place } from '../router.js';
import { setTitle } from '../parts/frame.js';
import { asked, filters } from '../parts/filters.js';
import { pagedRuns } from '../parts/paged.js';
import { runList } from '../parts/runlist.js';

export function runsPage() {
  setTitle('Runs');
  const flows = signal([]);
  api.flows().then((x) => {
    flows.value = x.flows ?? [];
  }).catch(() => {});
  const { runs, foot } = pagedRuns(() => asked(place.query.value));
  const narrowed = () => [...place.query.value.keys()].length > 0;
  return [
    h('div', { class: 'head' }, h('div', { class: 'grow' }, h('h1', {}, 'Runs'))),
    filters({ flows: () => flows.value }),
    runList(runs, { flows: true }),
    foot(() =>
      narrowed()
        ? ['No run fits', 'Take something out of the filter above.']
        : ['No runs yet', 'Each start of a flow becomes a run, listed here for as long as it is kept.']
    ),
  ];
}
