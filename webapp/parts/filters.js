// Filters of a list of runs, kept in the address. The choice by state says what the API is asked.
import { h } from '../lib/dom.js';
import { place, setQuery } from '../router.js';

export const STATES = {
  '': ['All', {}],
  queued: ['Queued', { state: 'pending' }],
  running: ['Live', { state: 'active' }],
  good: ['Good', { state: 'archive', good: true }],
  failed: ['Failed', { state: 'archive', result: 'bad' }],
  cancelled: ['Cancelled', { state: 'archive', result: 'cancelled' }],
};
/** What to ask of `GET /runs` for the present address. */
export function asked(query) {
  return {
    ...(STATES[query.get('state') ?? ''] ?? STATES[''])[1],
    q: query.get('q'),
    branch: query.get('branch'),
    flow: query.get('flow'),
  };
}

export function filters({ flows = null } = {}) {
  const q = () => place.query.value,
    typed = (name) => {
      let timer;
      return (ev) => {
        clearTimeout(timer);
        timer = setTimeout(() => setQuery({ [name]: ev.target.value.trim() }), 300);
      };
    };
  const state = () => STATES[q().get('state') ?? ''] ? q().get('state') ?? '' : '';
  return h(
    'div',
    { class: 'filters', role: 'search', 'aria-label': 'Filter runs' },
    h('input', {
      type: 'search',
      placeholder: 'Person, value, detail…',
      'aria-label': 'Search runs',
      value: q().get('q') ?? '',
      oninput: typed('q'),
    }),
    h(
      'div',
      { class: 'seg', role: 'radiogroup', 'aria-label': 'State' },
      Object.entries(STATES).map(([k, [word]]) =>
        h(
          'label',
          {},
          h('input', {
            type: 'radio',
            name: 'state',
            value: k,
            checked: () => state() === k,
            onchange: () => setQuery({ state: k }),
          }),
          word,
        )
      ),
    ),
    h('input', {
      class: 'short',
      type: 'search',
      placeholder: 'Branch',
      'aria-label': 'Branch',
      value: q().get('branch') ?? '',
      oninput: typed('branch'),
    }),
    flows
      ? h(
        'select',
        { class: 'which-flow', 'aria-label': 'Flow', onchange: (ev) => setQuery({ flow: ev.target.value }) },
        h('option', { value: '' }, 'Any flow'),
        () => flows().map((f) => h('option', { value: f.id, selected: q().get('flow') === f.id }, f.name || f.id)),
      )
      : null,
  );
}
