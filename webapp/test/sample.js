// A flow with all that is hard to draw: three branches, a merge, a loop, a failure that is handled, an end.
const task = (id, type, ...listen) => ({ id, name: id, class: 'task', type, listen, hidden: false });
export const NODES = [
  task('checkout', 'git-checkout', 'trigger.good'),
  task('unit', 'exec', 'task.checkout.good'),
  task('build', 'exec', 'task.checkout.good'),
  task('audit', 'exec', 'task.checkout.good'),
  {
    id: 'built',
    name: 'built',
    class: 'merge',
    type: 'all',
    listen: ['task.unit.good', 'task.build.good'],
    hidden: false,
  },
  task('tell', 'exec', 'task.audit.bad'),
  task('stage', 'exec', 'merge.built.good', 'task.retune.good'),
  task('smoke', 'exec', 'task.stage.good'),
  task('load', 'exec', 'task.smoke.good'),
  task('approve', 'data', 'task.smoke.good'),
  task('retune', 'exec', 'task.smoke.bad'),
  {
    id: 'ready',
    name: 'ready',
    class: 'merge',
    type: 'all',
    listen: ['task.load.good', 'task.approve.good'],
    hidden: true,
  },
  task('roll-out', 'exec', 'merge.ready.good'),
  task('done', 'end', 'task.roll-out.good'),
];
export const EDGES = NODES.flatMap((n) =>
  n.listen.map((tag) => ({ from: tag.startsWith('trigger') ? 'push' : tag.split('.')[1], to: n.id, tag }))
);
