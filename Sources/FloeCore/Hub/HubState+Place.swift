extension HubState {
    /// A run passed over for this long keeps later ones from its tags.
    static let reserveAfter = Span(seconds: 60)

    /// Why a pending run can't be activated now.
    enum Obstacle {
        case held(String)
        case reserved(String)
        case host
        case paused
    }

    /// Looks at the oldest run that may have come to be possible, and activates it if it is. False when there is none to look at.
    mutating func placeOne() -> Bool {
        guard self.cluster == nil, !self.closing, let age = self.takeCandidate() else { return false }
        guard let run = self.runs[age.ref], run.row.phase == .pending, run.row.readyAt != nil else { return true }
        if self.asksOverlap(run) { return true }
        switch self.obstacle(run) {
        case nil: if !self.asksShared(run) { self.activate(age.ref) }
        case .held(let tag), .reserved(let tag): self.park(run, at: tag)
        // Resumed by `pause`; host tags do not change while a hub runs, but another host may have them.
        case .host: if self.shared != nil { _ = self.leaves(run, mayHere: false) }
        case .paused: break
        }
        return true
    }

    func obstacle(_ run: Run) -> Obstacle? {
        if run.row.paused { return .paused }
        guard self.settings.hostTags.isSuperset(of: run.flow.hostTags) else { return .host }
        // What the database gave is not asked again of what is known here.
        let tags = self.shared?.granted[run.row.ref] == nil ? run.row.tags : run.row.tags.filter { self.shared?.isOfAll($0) == false }
        for tag in tags where !self.hasRoom(tag) { return .held(tag) }
        if run.row.parent == nil {
            for tag in tags where self.isReserved(tag, against: run.age) { return .reserved(tag) }
        }
        return nil
    }

    func limit(_ tag: String) -> Int { self.settings.limits[tag] ?? 1 }

    func hasRoom(_ tag: String) -> Bool { (self.tags[tag]?.holders.count ?? 0) < self.limit(tag) }

    /// Whether older runs, ready for long, take what room the tag has.
    func isReserved(_ tag: String, against age: RunAge) -> Bool {
        guard let state = self.tags[tag] else { return false }
        var room = self.limit(tag) - state.holders.count
        for other in state.wanters.elements {
            // The rest came later, and cannot have been ready for long.
            guard room > 0, other < age, other.adoptedAt + Self.reserveAfter <= self.now else { break }
            if self.reserves(other.ref) { room -= 1 }
        }
        return room <= 0
    }

    func reserves(_ ref: RunRef) -> Bool {
        guard let run = self.runs[ref], !run.row.paused, let ready = run.row.readyAt else { return false }
        return ready + Self.reserveAfter <= self.now && self.settings.hostTags.isSuperset(of: run.flow.hostTags)
    }

    /// The oldest of: runs to be looked at, and first waiters of tags with room. While the host drains only children that a run waits
    /// for: it would never end without them.
    private mutating func takeCandidate() -> RunAge? {
        let first = self.draining ? nil : self.toPlace.first
        var best = [first, self.childrenToPlace.first].compactMap(\.self).min()
        var source: (tag: String, child: Bool)?
        for tag in self.roomy {
            guard let state = self.tags[tag], self.hasRoom(tag), !(state.waiters.isEmpty && state.waitingChildren.isEmpty) else {
                self.roomy.remove(tag)
                continue
            }
            if let child = state.waitingChildren.first, best.map({ child < $0 }) ?? true {
                best = child
                source = (tag, true)
            }
            if !self.draining, let waiter = state.waiters.first, best.map({ waiter < $0 }) ?? true {
                // Whatever keeps the first from the tag by reservation keeps all behind it from it too.
                if self.isReserved(tag, against: waiter) {
                    if state.waitingChildren.isEmpty { self.roomy.remove(tag) }
                    continue
                }
                best = waiter
                source = (tag, false)
            }
        }
        guard let best else { return nil }
        if let source {
            if source.child { self.tags[source.tag]!.waitingChildren.remove(best) } else { self.tags[source.tag]!.waiters.remove(best) }
        } else if best == first {
            _ = self.toPlace.popFirst()
        } else {
            _ = self.childrenToPlace.popFirst()
        }
        return best
    }

    /// Has a waiting run looked at again when the tag that keeps it has room.
    mutating func park(_ run: Run, at tag: String) {
        if run.row.parent == nil {
            self.tags[tag]!.waiters.insert(run.age)
        } else {
            self.tags[tag]!.waitingChildren.insert(run.age)
            self.suspect(run.row.ref)
        }
    }

    /// A pending run no longer wants its tags: it is activated, or archived.
    mutating func unwant(_ run: Run) {
        if run.row.parent == nil { self.toPlace.remove(run.age) } else { self.childrenToPlace.remove(run.age) }
        for tag in run.row.tags {
            self.tags[tag]?.wanters.remove(run.age)
            self.tags[tag]?.waiters.remove(run.age)
            self.tags[tag]?.waitingChildren.remove(run.age)
            self.roomMayOpen(tag)
        }
    }

    mutating func roomMayOpen(_ tag: String) {
        guard let state = self.tags[tag] else { return }
        if state.isUnused { self.tags[tag] = nil } else { self.roomy.insert(tag) }
    }

    mutating func activate(_ ref: RunRef) {
        guard let run = self.runs[ref] else { return }
        for tag in run.row.tags { self.tags[tag, default: TagState()].holders.insert(ref) }
        self.unwant(run)
        self.runs[ref]!.row.phase = .active
        self.runs[ref]!.row.activatedAt = self.now
        self.runs[ref]!.row.execHost = self.settings.host
        self.runs[ref]!.row.fence = self.shared?.granted[ref].flatMap { $0 == 0 ? nil : $0 }
        self.shared?.forget(ref)
        self.runs[ref]!.row.deadline = run.flow.timeout.map { self.now + $0 }
        self.arm(ref)
        if self.cluster != nil || self.shared != nil { self.noteWarm(run.flow) }
        let restart = run.row.restart
        self.runs[ref]!.row.restart = nil
        self.touch(ref)
        self.emit(ref, "sys.state", own: ["state": "activate"])
        self.emit(ref, "sys.state", own: ["state": "remove-pend"])
        if let restart {
            for entry in restart {
                if let node = run.compiled.index[entry.node] { self.newPass(ref, node, cause: entry.cause) }
            }
        } else {
            self.hear(ref, [self.emit(ref, "trigger.good", own: run.row.values)])
        }
        self.settle(ref)
    }
}
