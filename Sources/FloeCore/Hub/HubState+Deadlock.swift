extension HubState {
    /// Ends the youngest of the children that wait, over others, only for each other. Looked at when a run has come to wait for
    /// nothing but children, or a child for nothing but tags. False when nobody is stuck.
    mutating func breakDeadlock() -> Bool {
        while let suspect = self.suspects.popLast() {
            guard self.runs[suspect] != nil, !self.canMove(suspect) else { continue }
            let movable = self.movable(among: Array(self.runs.keys))
            let stuck = self.runs.values
                .filter { $0.row.phase == .pending && $0.row.parent != nil && !movable.contains($0.row.ref) }
                .max { $0.age < $1.age }
            guard let stuck else { continue }
            let full = stuck.row.tags.filter { !self.hasRoom($0) }
            let detail = full.map { tag in
                "\(tag) is held by \((self.tags[tag]?.holders ?? []).sorted().map(\.description).joined(separator: ", "))"
            }.joined(separator: "; ")
            self.suspect(suspect)
            self.archive(stuck.row.ref, .bad, reason: "deadlock", detail: detail)
            return true
        }
        return false
    }

    mutating func suspect(_ ref: RunRef) {
        if self.suspects.last != ref { self.suspects.append(ref) }
    }

    /// Whether a run can go on by itself, or waits for one that can.
    private func canMove(_ ref: RunRef) -> Bool {
        guard let needs = self.waitsFor(ref) else { return true }
        if self.runs[ref]?.row.phase == .active, needs.contains(where: { self.waitsFor($0) == nil }) { return true }
        var reach: [RunRef] = [ref]
        var seen: Set<RunRef> = [ref]
        var at = 0
        while at < reach.count {
            for next in self.waitsFor(reach[at]) ?? [] where seen.insert(next).inserted { reach.append(next) }
            at += 1
        }
        return self.movable(among: reach).contains(ref)
    }

    /// The runs whose going on would let this one go on; nil when it needs none.
    private func waitsFor(_ ref: RunRef) -> [RunRef]? {
        guard let run = self.runs[ref] else { return nil }
        switch run.row.phase {
        case .archive: return nil
        case .pending:
            if run.row.paused || run.row.readyAt == nil || self.isAway(run.row) { return nil }
            let full = run.row.tags.filter { !self.hasRoom($0) && self.isKeptEverywhere($0) }
            return full.isEmpty ? nil : full.flatMap { self.tags[$0]?.holders ?? [] }
        case .active:
            guard run.waitingForChildren > 0 else { return nil }
            var children: [RunRef] = []
            for node in run.busy {
                guard let child = run.nodes[node].passes[run.nodes[node].current].head.child, self.runs[child] != nil else { return nil }
                children.append(child)
            }
            return children
        }
    }

    /// Of these runs, which must name all they wait for, those that can move.
    private func movable(among refs: [RunRef]) -> Set<RunRef> {
        var can: Set<RunRef> = []
        var open = refs
        while true {
            let found = open.filter { self.canMove($0, given: can) }
            guard !found.isEmpty else { return can }
            can.formUnion(found)
            open.removeAll { can.contains($0) }
        }
    }

    private func canMove(_ ref: RunRef, given can: Set<RunRef>) -> Bool {
        guard let needs = self.waitsFor(ref) else { return true }
        guard let run = self.runs[ref], run.row.phase == .pending else { return needs.contains { can.contains($0) } }
        // Every full tag needs a holder that can move.
        return run.row.tags.allSatisfy { tag in
            self.hasRoom(tag) || !self.isKeptEverywhere(tag) || (self.tags[tag]?.holders ?? []).contains { can.contains($0) }
        }
    }
}
