@testable import FloeCore

/// Section 1 of the protocol, after each step.
extension ClusterWorld {
    func check(_ changed: Int? = nil) throws {
        var holders: [String: Int] = [:]
        for host in self.hosts {
            var locks: [String: Int] = [:]
            for (round, row) in host.disk.executed where row.isActive && !self.excused.contains(round) {
                for tag in row.claim.tags {
                    if host.disk.me.list.isOfCluster(tag) { holders[tag, default: 0] += 1 } else { locks[tag, default: 0] += 1 }
                }
            }
            for (lock, count) in locks where count > self.setup.limits[lock] ?? 1 {
                throw Broken(description: "local lock \(lock) held by \(count) at \(host.name)")
            }
        }
        if let changed, let state = self.hosts[changed].state, state.rows != self.hosts[changed].disk {
            throw Broken(description: "memory of \(self.hosts[changed].name) is not its store")
        }
        for (tag, count) in holders where count > self.setup.limits[tag] ?? 1 {
            throw Broken(description: "I1: \(tag) is held by \(count)")
        }
        for (round, count) in self.activations where count > 1 && !self.excused.contains(round) {
            throw Broken(description: "I2: \(round) was activated \(count) times")
        }
        for (round, at) in self.adopted where !self.excused.contains(round) { try self.checkPlace(round, at) }
    }

    /// I3: a run is in one place, from its adopter on.
    private func checkPlace(_ round: RoundRef, _ at: Int) throws {
        let host = self.hosts[at]
        guard let run = host.runs[round] else { throw Broken(description: "I3: \(host.name) lost \(round)") }
        let row = host.disk.adopted[round]
        let executed = host.disk.executed[round]
        if run.phase == .ended {
            if row != nil { throw Broken(description: "I3: \(round) ended at \(host.name) and is given to \(row!.to)") }
            if executed?.isActive == true { throw Broken(description: "I3: \(round) ended at \(host.name) and is active") }
            return
        }
        if row != nil, host.state?.pends[round] != nil {
            throw Broken(description: "I3: \(round) is pending at \(host.name) and given away")
        }
        if executed?.isActive == true, host.state?.pends[round] != nil { throw Broken(description: "I3: \(round) is pending and active") }
        if run.phase == .active {
            guard executed?.isActive == true else { throw Broken(description: "I3: \(round) is active at \(host.name) by its hub alone") }
            return
        }
        guard let row else {
            if host.state != nil, host.state?.trouble == nil, !run.paused, host.state?.pends[round] == nil,
                executed == nil || executed?.state == .pending
            {
                throw Broken(description: "I3: \(round) is forgotten by \(host.name)")
            }
            return
        }
        guard row.taken, let to = self.hosts.firstIndex(where: { $0.name == row.to }), self.hosts[to].disk.me.incarnation.store == row.store
        else { return }
        guard let there = self.hosts[to].disk.executed[round] else {
            throw Broken(description: "I3: \(round) was handed to \(row.to), which does not know it")
        }
        if there.state == .pending { try self.checkPlace(round, to) }
    }

    /// I5: with no more faults everything ends, everything is freed and everybody is told.
    mutating func settle() throws {
        self.settling = true
        self.cut = []
        let list = self.hosts[0].file
        self.note("-- faults stop")
        for at in self.hosts.indices {
            if self.hosts[at].state == nil { try self.start(at) }
            if self.hosts[at].file != list || self.hosts[at].state!.rows.me.list != list {
                self.hosts[at].file = list
                try self.reload(at)
            }
            if self.hosts[at].draining {
                self.hosts[at].draining = false
                try self.step(at, [.drain(false)])
            }
            for run in self.hosts[at].runs.values.sorted(by: { $0.claim.age < $1.claim.age }) where run.paused && run.phase == .pending {
                self.hosts[at].runs[run.claim.round]!.paused = false
                try self.step(at, [.ready(run.claim)])
            }
        }
        var quiet = 0
        for round in 0..<150 {
            for _ in 0..<10_000 where try !self.deliverOne() { break }
            while try self.dialOne() {}
            for at in self.up {
                switch self.hosts[at].state?.trouble {
                case .older, .clone: try self.restore(at)
                case .forgotten, nil: break
                case let other: throw Broken(description: "\(self.hosts[at].name) is in trouble: \(other!)")
                }
            }
            while try self.finishSome() {}
            try self.fireSlots()
            self.now = self.now + Span(milliseconds: 5_000)
            for at in self.up {
                if round % 5 == 2 { self.hosts[at].state!.healAt = self.now }
                try self.tick(at)
            }
            let isQuiet =
                self.busy == 0 && self.isWhole && self.hosts.allSatisfy(\.disk.grants.isEmpty)
                && self.links.values.allSatisfy { $0.inbox.allSatisfy(self.isSmallTalk) }
            quiet = isQuiet ? quiet + 1 : 0
            if quiet > 1 { break }
        }
        try self.checkRest()
    }

    /// An operator does what an older copy asks for.
    private mutating func restore(_ at: Int) throws {
        let host = self.hosts[at]
        self.note("\(host.name) is restored")
        for (round, run) in host.runs where run.phase != .ended { self.excused.insert(round) }
        try self.step(at, [.restored])
    }

    private mutating func finishSome() throws -> Bool {
        let open = self.up.flatMap { at in self.hosts[at].runs.values.filter { $0.phase == .active }.map { (at, $0.claim.round) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        for (at, round) in open { try self.finish(at, round) }
        return !open.isEmpty
    }

    private var isWhole: Bool {
        self.up.allSatisfy { at in
            let others = self.hosts.indices.filter { $0 != at }
            return others.allSatisfy { self.hosts[at].state!.sessions[self.hosts[$0].name] != nil }
                && (self.hosts[at].state!.joined || self.hosts[at].state!.rows.me.retired)
        }
    }

    private func isSmallTalk(_ inbox: [Wire]) -> Bool {
        inbox.allSatisfy { if case .message(.beat) = $0 { true } else { false } }
    }

    private var busy: Int {
        self.hosts.reduce(0) { count, host in
            count
                + host.runs.values.count {
                    $0.phase != .ended && !($0.phase == .pending && (host.disk.me.retired || self.isStranded($0.claim)))
                } + host.disk.releases.count + host.disk.executed.count + host.disk.adopted.count
        }
    }

    private func checkRest() throws {
        if !self.isWhole {
            let each = self.hosts.map {
                "\($0.name) joined \($0.state!.joined), sessions \($0.state!.sessions.keys.sorted()), awaits \($0.state!.awaited)"
            }
            throw Broken(description: "I5: \(each.joined(separator: "; "))")
        }
        // What only a host may execute that was taken out of the list waits, and so do its own pending runs that were not drained.
        let waiting = Set(
            self.hosts.flatMap { host in
                host.runs.values.filter { run in
                    run.phase == .pending && (host.disk.me.retired || self.isStranded(run.claim))
                }.map(\.claim.round)
            })
        for host in self.hosts {
            for (round, run) in host.runs where run.phase != .ended && !waiting.contains(round) {
                throw Broken(description: "I5: \(round) is \(run.phase) at \(host.name): \(host.state!.whyText(round))")
            }
            if let hold = host.disk.releases.first(where: { !waiting.contains($0.round) }) {
                throw Broken(description: "I5: \(host.name) has not released \(hold.tag) of \(hold.round)")
            }
            if let row = host.disk.executed.values.first(where: { !waiting.contains($0.claim.round) && !self.isTombstone($0) }) {
                throw Broken(description: "I5: the end of \(row.claim.round), \(row.state), is not noted at \(host.name) by \(row.from)")
            }
            if let row = host.disk.adopted.values.first(where: { !waiting.contains($0.claim.round) }) {
                throw Broken(description: "I5: \(row.claim.round) is still at \(row.to) for \(host.name)")
            }
            if let grant = host.disk.grants.values.first {
                throw Broken(description: "I5: \(grant.hold.tag) is still granted to \(grant.hold.round) by \(host.name)")
            }
        }
        for round in self.activations.keys where !self.excused.contains(round) && self.activations[round]! != 1 {
            throw Broken(description: "I2: \(round) was activated \(self.activations[round]!) times")
        }
        // A new store starts from now, and so does a home that could not hear everybody.
        let mayMiss: [ClusterFault] = [.disk, .forget, .copy]
        guard !self.setup.isCold, mayMiss.allSatisfy({ self.setup.faults[$0] == nil }) else { return }
        for slot in self.slots where self.fired[slot] == nil {
            throw Broken(description: "I4: slot \(slot.milliseconds) was never fired")
        }
    }

    private func isStranded(_ claim: Claim) -> Bool {
        !self.hosts.contains { host in
            claim.hostTags.allSatisfy(host.tags.contains) && !host.disk.me.retired
        }
    }

    private func isTombstone(_ row: ExecutedRow) -> Bool {
        if case .archived = row.state {
            return row.from.contains { from in self.hosts.contains { $0.name == from && $0.isForgotten && $0.state == nil } }
        }
        return false
    }
}

extension ClusterState {
    func whyText(_ round: RoundRef) -> String {
        let pend =
            self.pends[round].map { "pend asked \($0.asked) heard \($0.heard) refused \($0.refused) queued \($0.queued)" } ?? "no pend"
        let row = self.rows.adopted[round].map { "to \($0.to) taken \($0.taken) pending \($0.asPending)" } ?? "no row"
        return
            "\(pend); \(row); executed \(String(describing: self.rows.executed[round]?.state)); releasing \(self.releasing[round] ?? 0); queues \(self.queues.mapValues { $0.map(\.want.hold.round) }); grants \(self.rows.grants.keys.sorted())"
    }
}
