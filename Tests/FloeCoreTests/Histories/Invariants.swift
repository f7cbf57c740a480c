import FloeTesting
import Testing

@testable import FloeCore

/// What must hold after every decision: section 14 of `docs/run-lifecycle.md`, by its numbers.
enum Invariants {
    /// Of one decision, against what was stored before it.
    static func check(_ decision: Decision, of event: HubEvent, before: Disk, hub: HubState, _ label: String) {
        let changes = decision.changes
        var isRetry = false
        if case .retry = event { isRetry = true }
        if case .outcome(let id, _) = event, self.isStale(id, before) {
            must(
                !changes.runs.contains { $0.ref == id.run } && !changes.passes.contains { $0.key.run == id.run },
                "11: a stale outcome changed something, \(label)")
            must(decision.effects.contains(.forget(id)), "11: a stale outcome is not forgotten, \(label)")
        }
        for new in changes.runs {
            guard let old = before.runs[new.ref], old.phase == .archive, !isRetry else { continue }
            must(old == new, "3: an archived run changed, \(label)")
        }
        for new in changes.passes {
            let old = before.passes[new.key.run]?[new.key]
            if let old, old.state == .ended, !isRetry { must(old == new, "3: an ended pass changed: \(old) \(new), \(label)") }
            guard old == nil, let ending = before.runs[new.key.run]?.ending, !self.isMerge(new.key, before) else { continue }
            must(new.cleanup, "6: a pass started after the end, \(label)")
            must(!ending.hard, "6: a pass started after a hard stop, \(label)")
        }
        for new in changes.events {
            let known = before.events[new.run]?.count ?? 0
            must(new.id > known, "3: an event was written again, \(label)")
        }
        for case .start(let order) in decision.effects where before.runs[order.id.run]?.ending != nil {
            let pass = hub.liveRuns.first { $0.row.ref == order.id.run }?.passes.first {
                $0.key.node == order.id.node && $0.key.pass == order.id.pass
            }
            must(pass?.cleanup == true, "6: an attempt started after the end, \(label)")
        }
    }

    private static func isStale(_ id: OrderID, _ disk: Disk) -> Bool {
        guard let row = disk.passes[id.run]?[PassRow.Key(run: id.run, node: id.node, pass: id.pass, instance: id.instance)] else {
            return true
        }
        return row.state != .running || row.attempt != id.attempt
    }

    static func isMerge(_ key: PassRow.Key, _ disk: Disk) -> Bool {
        guard let flow = disk.runs[key.run].flatMap({ disk.flows[$0.digest] }), let node = flow.compiled.index[key.node] else {
            return false
        }
        return flow.compiled.isMerge(node)
    }

    /// Of hub and disk together, after the commit.
    static func check(_ world: World) {
        let (hub, disk, label) = (world.hub, world.disk, world.label)
        var holders: [String: Int] = [:]
        var running = 0
        for run in hub.liveRuns {
            let ref = run.row.ref
            must(run.row == disk.runs[ref], "12: the store lags behind, \(label)")
            must(run.passes == disk.stored(ref)?.passes, "12: the store's passes lag behind, \(label)")
            must(hub.why(ref)?.isEmpty == false, "4: \(ref) waits for nothing, \(label)")
            let inFlight = run.passes.filter { $0.inFlight && $0.key.instance.isEmpty && !self.isMerge($0.key, disk) }
            if run.row.phase == .pending {
                must(inFlight.isEmpty, "2: a pending run has something in flight, \(label)")
                continue
            }
            for tag in run.row.tags { holders[tag, default: 0] += 1 }
            must(!inFlight.isEmpty, "4: an active run has nothing in flight, \(label)")
            running += self.running(run)
            for pass in inFlight {
                if let ending = run.row.ending {
                    must(pass.cleanup || pass.stopping, "7: \(pass.key) goes on after the end, \(label)")
                    if ending.hard { must(pass.stopping, "7: \(pass.key) survives a hard stop, \(label)") }
                }
            }
            let begun = Dictionary(grouping: inFlight.filter { $0.state != .queued }, by: \.key.node)
            must(begun.values.allSatisfy { $0.count == 1 }, "9: two passes of one node at once, \(label)")
        }
        for (tag, count) in holders { must(count <= world.limits[tag] ?? 1, "8: \(tag) is held by \(count), \(label)") }
        must(running <= world.slots, "9: \(running) attempts in \(world.slots) slots, \(label)")
        must(running == hub.load.running, "9: slots are miscounted, \(label)")
        self.checkReopened(world)
    }

    private static func running(_ run: StoredRun) -> Int {
        let several = Set(run.passes.filter { !$0.key.instance.isEmpty }.map { "\($0.key.node).\($0.key.pass)" })
        return run.passes.count {
            $0.state == .running && (!$0.key.instance.isEmpty || !several.contains("\($0.key.node).\($0.key.pass)"))
        }
    }

    /// A hub opened from the store is equal to the one that went on.
    private static func checkReopened(_ world: World) {
        var fresh = HubState(settings: world.hub.settings, host: world.disk.host, runs: world.disk.live)
        _ = fresh.decide([.catalog(FlowCatalog(world.flows))], at: world.now)
        must(fresh.liveRuns == world.hub.liveRuns, "12: reopened hub has other runs, \(world.label)")
        must(fresh.load == world.hub.load, "12: reopened hub counts otherwise, \(world.label)")
        must(fresh.nextWake == world.hub.nextWake, "12: reopened hub wakes at another time, \(world.label)")
        must(fresh.host == world.hub.host, "12: reopened hub has other counters, \(world.label)")
        for run in fresh.liveRuns {
            must(fresh.why(run.row.ref) == world.hub.why(run.row.ref), "12: reopened hub has other reasons, \(world.label)")
        }
    }

    /// When all is quiet.
    static func checkEnds(_ world: World) {
        for (ref, row) in world.disk.runs {
            let events = world.disk.events[ref] ?? []
            must(events.map(\.id) == Array(1..<(events.count + 1)), "13: event ids of \(ref) have gaps, \(world.label)")
            must(zip(events, events.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, "13: sequence does not grow, \(world.label)")
            must(row.phase == .archive && row.result != nil, "5: \(ref) has not ended, \(world.label)")
            guard let stored = world.disk.stored(ref) else { continue }
            must(
                !stored.passes.contains { $0.inFlight && !self.isMerge($0.key, world.disk) },
                "7: something of the archived \(ref) is in flight, \(world.label)")
            self.checkMerges(stored, world.label)
            guard row.result == .good, row.round == 1 else { continue }
            if stored.flow.compiled.hasEnd { must(row.reason == "end", "14: good without an end node, \(world.label)") }
            for event in events where event.good == false && !event.cleanup && event.tag.hasPrefix("task.") {
                let heard = stored.flow.compiled.route(tag: event.tag, good: false).nodes
                must(!heard.isEmpty, "14: \(ref) is good in spite of the unheard \(event.tag), \(world.label)")
            }
        }
    }

    private static func checkMerges(_ stored: StoredRun, _ label: String) {
        for node in stored.flow.flow.nodes {
            guard case .merge(let merge) = node.kind, !merge.again else { continue }
            let fired = stored.passes.count { $0.key.node == node.id && $0.outcome == .good && !$0.void }
            must(fired <= 1, "10: \(node.id) fired \(fired) times in a round, \(label)")
        }
    }
}
