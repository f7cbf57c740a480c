import test from 'node:test';
import assert from 'node:assert/strict';
import { layout, path } from '../lib/layout.js';
import { flowGraph } from '../lib/flowgraph.js';
import { EDGES, NODES } from './sample.js';

const RUN = flowGraph({ nodes: NODES, edges: EDGES }, [{ id: 'push', type: 'git-push' }]);

const box = (ids) => ids.map((id) => ({ id, w: 100, h: 40 }));
const by = (g) => new Map(g.nodes.map((n) => [n.id, n]));
const overlaps = (g) => {
  const out = [];
  g.nodes.forEach((a, i) =>
    g.nodes.slice(i + 1).forEach((b) => {
      if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) out.push([a.id, b.id]);
    })
  );
  return out;
};

test('nothing in, nothing out', () =>
  assert.deepEqual(layout({ nodes: [], edges: [] }), { width: 0, height: 0, nodes: [], edges: [] }));

test('a chain is a straight line', () => {
  const g = layout({ nodes: box(['a', 'b', 'c']), edges: [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }] });
  assert.deepEqual(g.nodes.map((n) => n.rank), [0, 1, 2]);
  assert.equal(new Set(g.nodes.map((n) => n.y)).size, 1);
});

test('an edge that goes back is a loop, and does not move ranks', () => {
  const g = layout({
    nodes: box(['a', 'b', 'c']),
    edges: [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }, { from: 'c', to: 'b' }],
  });
  assert.deepEqual(g.edges.map((e) => !!e.loop), [false, false, true]);
  assert.ok(g.edges[2].points[1][1] > Math.max(...g.nodes.map((n) => n.y + n.h)), 'its lane is outside of the nodes');
  assert.ok(g.height >= g.edges[2].points[1][1]);
});

test('a node that loops to itself and unknown ends do no harm', () => {
  const g = layout({ nodes: box(['a']), edges: [{ from: 'a', to: 'a' }, { from: 'a', to: 'ghost' }] });
  assert.equal(g.edges.length, 1);
  assert.equal(g.edges[0].loop, true);
});

test('a merge comes after all it waits for, and sits between them', () => {
  const g = by(
    layout({
      nodes: box(['s', 'a', 'b', 'm']),
      edges: [{ from: 's', to: 'a' }, { from: 's', to: 'b' }, { from: 'a', to: 'm' }, { from: 'b', to: 'm' }],
    }),
  );
  assert.equal(g.get('m').rank, 2);
  assert.equal(g.get('m').y, (g.get('a').y + g.get('b').y) / 2);
});

for (const dir of ['right', 'down']) {
  test(`the sample run, ${dir}: no overlap, all inside, ranks grow, same every time`, () => {
    const graph = {
      nodes: RUN.nodes.map((n) => ({ id: n.id, w: n.kind === 'merge' ? 32 : 100, h: 40 })),
      edges: RUN.edges,
    };
    const g = layout(graph, { dir, gap: 10, limit: dir === 'down' ? 340 : Infinity }), at = by(g);
    assert.deepEqual(overlaps(g), []);
    for (const n of g.nodes) {
      assert.ok(n.x >= -.01 && n.y >= -.01 && n.x + n.w <= g.width + .01 && n.y + n.h <= g.height + .01, n.id);
    }
    for (const e of g.edges) if (!e.loop) assert.ok(at.get(e.from).rank < at.get(e.to).rank);
    assert.deepEqual(g.edges.filter((e) => e.loop).map((e) => `${e.from}>${e.to}`), ['retune>stage']);
    if (dir === 'down') assert.ok(g.width <= 340 + 20, `fits a phone: ${g.width}`);
    assert.deepEqual(layout(graph, { dir, gap: 10, limit: dir === 'down' ? 340 : Infinity }), g);
  });
}

test('a thousand nodes in under a second', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => 'n' + i),
    edges = ids.slice(8).map((id, i) => ({ from: ids[i], to: id }));
  const t = performance.now(), g = layout({ nodes: box(ids), edges });
  assert.equal(overlaps(g).length, 0);
  assert.ok(performance.now() - t < 1000);
});

test('paths: curves forward, rounded corners on a loop', () => {
  assert.equal(path([[0, 0], [10, 0]]), 'M0 0C5 0 5 0 10 0');
  assert.match(
    path([[0, 0], [0, 20], [40, 20], [40, 0]], { loop: true }),
    /^M0 0L0 12Q0 20 8 20L32 20Q40 20 40 12L40 0$/,
  );
});

test('a loop goes round on the side where no node is in its way', () => {
  // The one that goes back is the first of three: below it are the others, above it is nothing.
  const g = layout({
    nodes: box(['a', 'back', 'y', 'z']),
    edges: [
      { from: 'a', to: 'back' },
      { from: 'a', to: 'y' },
      { from: 'a', to: 'z' },
      { from: 'back', to: 'a' },
    ],
  });
  const loop = g.edges.find((e) => e.loop);
  assert.ok(loop.mid[1] < Math.min(...g.nodes.map((n) => n.y)), 'above all nodes');
  assert.ok(loop.points.every(([, y]) => y >= -.01));
});
test('a loop that nodes shut in on both sides leaves through the gap, and crosses none', () => {
  const ends = ['x', 'back', 'z'];
  const g = layout({
    nodes: box(['s', 'p', 'a', 'q', ...ends]),
    edges: [
      ...['p', 'a', 'q'].map((to) => ({ from: 's', to })),
      { from: 'p', to: 'x' },
      { from: 'a', to: 'back' },
      { from: 'q', to: 'z' },
      { from: 'back', to: 'a' },
    ],
  });
  const { points } = g.edges.find((e) => e.loop);
  assert.equal(points.length, 6);
  for (let k = 1; k < points.length; k++) {
    const [[ax, ay], [bx, by]] = [points[k - 1], points[k]];
    for (const n of g.nodes) {
      const inside = Math.max(ax, bx) > n.x + 1 && Math.min(ax, bx) < n.x + n.w - 1 && Math.max(ay, by) > n.y + 1 &&
        Math.min(ay, by) < n.y + n.h - 1;
      assert.ok(!inside, `leg ${k} crosses ${n.id}`);
    }
  }
  assert.ok(points.every(([x]) => x >= -.01 && x <= g.width + .01));
});
test('an edge gets the room that its word asks for', () => {
  const g = by(layout({ nodes: box(['a', 'b', 'c']), edges: [{ from: 'a', to: 'b', room: 90 }, { from: 'b', to: 'c' }] }, { rankGap: 20 }));
  assert.equal(g.get('b').x - g.get('a').x, 100 + 90);
  assert.equal(g.get('c').x - g.get('b').x, 100 + 20);
});
