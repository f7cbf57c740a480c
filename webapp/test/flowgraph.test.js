import test from 'node:test';
import assert from 'node:assert/strict';
import { flowGraph } from '../lib/flowgraph.js';
import { scaleTicks } from '../lib/ticks.js';
import { EDGES, NODES } from './sample.js';

const arrows = (g) => g.edges.map((e) => `${e.from}>${e.to}${e.label ? ':' + e.label : ''}`);

test('triggers come first and start what listens to them', () => {
  const g = flowGraph({ nodes: NODES, edges: EDGES }, [{ id: 'push', type: 'git-push' }, { id: 'form', type: 'data' }]);
  assert.deepEqual(g.nodes.slice(0, 2).map((n) => [n.id, n.kind]), [['trigger:push', 'trigger'], [
    'trigger:form',
    'trigger',
  ]]);
  assert.ok(arrows(g).includes('trigger:push>checkout'));
  assert.ok(
    arrows(flowGraph({ nodes: NODES, edges: EDGES.filter((e) => e.from !== 'push') }, [{ id: 'push' }, { id: 'form' }]))
      .includes('trigger:form>checkout'),
    'edges of triggers may be told by listen alone',
  );
});
test('a merge that the loader made is not shown; what it waits for leads on', () => {
  const g = flowGraph({ nodes: NODES, edges: EDGES }, [{ id: 'push' }]);
  assert.ok(!g.nodes.some((n) => n.id === 'ready'));
  assert.deepEqual(arrows(g).filter((x) => x.endsWith('>roll-out')), ['load>roll-out', 'approve>roll-out']);
});
test('edges of what is not good have a word', () =>
  assert.ok(arrows(flowGraph({ nodes: NODES, edges: EDGES })).includes('audit>tell:bad')));
test('a trigger with the id of a node is not that node', () => {
  const g = flowGraph({
    nodes: [{ id: 'build', class: 'task', type: 'exec', listen: ['trigger.good'] }],
    edges: [{ from: 'build', to: 'build', tag: 'trigger.good' }],
  }, [{ id: 'build', type: 'data' }]);
  assert.deepEqual(arrows(g), ['trigger:build>build']);
});
test('what hears no node hears the start, where no trigger is named', () => {
  const n = (id) => ({ id, class: 'task', type: 'exec' });
  const edges = [{ from: 'a', to: 'b', tag: 'task.a.good' }];
  assert.deepEqual(flowGraph({ nodes: [n('a'), n('b')], edges }).edges.map((e) => [e.from, e.to]), [
    ['a', 'b'],
    ['trigger:trigger', 'a'],
  ]);
});
test('merges that are hidden in a circle end', () => {
  const m = (id, of) => ({ id, class: 'merge', type: 'all', hidden: true, listen: [of] });
  assert.deepEqual(
    arrows(
      flowGraph({
        nodes: [m('a', 'merge.b.good'), m('b', 'merge.a.good'), {
          id: 'c',
          class: 'task',
          type: 'exec',
          listen: ['merge.a.good'],
        }],
        edges: [],
      }),
    ),
    [],
  );
});
test('axes have few marks at round times and hold everything', () => {
  for (const sec of [.3, 1, 7, 59, 61, 858, 3599, 40_000, 1e6, 1e8]) {
    const { total, ticks } = scaleTicks(sec);
    assert.ok(total >= sec && total < sec * 3 + 1, `${sec} ${total}`);
    assert.ok(ticks.length >= 1 && ticks.length <= 6, `${sec} ${ticks.length}`);
  }
  assert.deepEqual(scaleTicks(858).ticks.map((t) => t.word), ['0', '5', '10 min']);
});
