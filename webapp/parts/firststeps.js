// What is shown while there are no flows: what will be here, a whole flow to try, and how to read the marks.
import { h } from '../lib/dom.js';
import { flowGraph } from '../lib/flowgraph.js';
import { copy } from './bits.js';
import { graph } from './graph.js';
import { mark, WORDS } from './marks.js';

const FLOW = `flows:
  - id: hello
    triggers:
      - id: form
        type: data
        opts: {form: {fields: [{id: name, value: World}]}}
    tasks:
      - id: greet
        listen: trigger.good
        type: exec
        timeout: 1m
        opts: {shell: "echo Hi {{trigger.name}}"}
      - id: ok
        listen: task.greet.good
        type: data
        timeout: 1d
        opts: {form: {title: "Will that do?", fields: []}}
`;
const DRAWN = {
  name: 'hello',
  ...flowGraph(
    {
      nodes: [{ id: 'greet', type: 'exec', listen: ['trigger.good'] }, { id: 'ok', type: 'data', listen: ['task.greet.good'] }],
      edges: [],
    },
    [{ id: 'form', type: 'data' }],
  ),
};
const NOTES = { 'trigger:form': 'a name', greet: 'bash', ok: 'asks a person' };
const VOCABULARY = [
  ['good', 'Ended well.'],
  ['failed', 'Ended badly; a word says why.'],
  ['running', 'Works right now.'],
  ['waiting', 'A person has to answer.'],
  ['queued', 'Ready, but a host or lock is not.'],
  ['skipped', 'Its condition said no.'],
  ['cancelled', 'Stopped by someone.'],
  ['lost', 'Its host fell silent.'],
];

/** Keys quieter than what they say. */
const code = (text) =>
  text.split('\n').flatMap((line) => {
    const [, key, rest] = /^([ -]*[\w-]+:)(.*)$/.exec(line) ?? [null, '', line];
    return [h('span', { class: 'k' }, key), h('span', { class: 's' }, rest), '\n'];
  });
const step = (n, head, text, ...more) =>
  h('li', { class: 'step' }, h('span', { class: 'n', 'aria-hidden': 'true' }, n), h('div', {}, h('h2', {}, head), h('p', {}, text), more));

export function firstSteps() {
  return [
    h(
      'p',
      { class: 'lead' },
      'A flow is a file that says what runs when. This page will list your flows with their latest runs, and what waits for you.',
    ),
    h(
      'div',
      { class: 'teach' },
      h(
        'ol',
        {},
        step(
          '1',
          'Write one',
          'Save the flow beside this under the name the server reads, default.yml unless it was given another. ' +
            'It is taken up when it is saved and right; this says what is wrong:',
          copy('floe validate default.yml'),
        ),
        step(
          '2',
          'Start it',
          'Reload this page: the flow is listed, and its page has the form. From a terminal:',
          copy('floe flow run hello --set name=Ada'),
        ),
        step(
          '3',
          'Let it start by itself',
          'On a clock, on a push, or when another flow ends: with one more trigger.',
          copy('- {id: hourly, type: timer, opts: {period: 3600}}'),
        ),
      ),
      h(
        'div',
        {},
        h(
          'section',
          { class: 'sect' },
          h('h2', {}, 'hello, a whole flow ', h('span', { class: 'n' }, 'default.yml')),
          h('pre', { class: 'code', tabindex: 0, 'aria-label': 'The flow hello' }, code(FLOW.trimEnd())),
        ),
        h(
          'section',
          { class: 'sect' },
          h('h2', {}, 'As the run page draws it'),
          graph(() => DRAWN, { look: (id) => ({ state: 'idle', note: NOTES[id], times: 0, taken: () => false }) }),
        ),
        h(
          'section',
          { class: 'sect' },
          h('h2', {}, 'How to read a state'),
          h('div', { class: 'vocab' }, VOCABULARY.map(([st, text]) => [mark(st), h('b', {}, WORDS[st]), h('span', {}, text)])),
        ),
      ),
    ),
  ];
}
