import FloeTesting

@testable import FloeCore

extension ClusterWorld {
    /// Plays a history and lets it come to rest; gives what was found to be wrong.
    mutating func play() -> String? {
        do {
            try self.check()
            for _ in 0..<self.setup.steps { try self.move() }
            try self.settle()
            return nil
        } catch {
            return "\(error)"
        }
    }

    var up: [Int] { self.hosts.indices.filter { self.hosts[$0].state != nil } }

    mutating func move() throws {
        if self.random.chance(12) { return try self.fault() }
        let kind = self.random.number(0...99)
        switch kind {
        case 0..<60: if try !self.deliverOne() { try self.dialOne() }
        case 60..<68: try self.dialOne()
        case 68..<78: try self.adoptOne()
        case 78..<88: try self.finishOne()
        case 88..<92:
            if self.slots.count < self.setup.slots {
                self.now = self.now + Span(milliseconds: 10)
                self.slots.append(self.now)
            }
        default:
            self.now = self.now + Span(milliseconds: Int64(self.random.pick([10, 500, 1_000, 6_000, 11_000, 31_000])))
            if let at = self.up.randomElement(using: &self.random) {
                self.note("\(self.hosts[at].name) ticks at \(self.now.milliseconds)")
                try self.tick(at)
            }
        }
        try self.fireSlots()
    }

    mutating func tick(_ at: Int) throws { try self.step(at, [.load(HostLoad(slots: 2, running: self.random.number(0...3))), .tick]) }

    mutating func deliverOne() throws -> Bool {
        var open: [(Int, Int)] = []
        for (id, link) in self.links.sorted(by: { $0.key < $1.key }) {
            guard !self.cut.contains([link.host.min()!, link.host.max()!]) else { continue }
            for end in 0..<2 where !link.inbox[end].isEmpty { open.append((id, end)) }
        }
        guard !open.isEmpty else { return false }
        let (id, end) = self.random.pick(open)
        try self.deliver(id, end)
        return true
    }

    @discardableResult
    mutating func dialOne() throws -> Bool {
        let open = self.hosts.indices.flatMap { at in self.hosts[at].dials.map { (at, $0) } }
        guard !open.isEmpty else { return false }
        let (at, address) = self.random.pick(open)
        try self.connect(at, address)
        return true
    }

    private mutating func adoptOne() throws {
        guard self.nextNumber <= self.setup.runs, let at = self.up.randomElement(using: &self.random), self.hosts[at].state?.trouble == nil
        else { return }
        let number = self.nextNumber
        self.nextNumber += 1
        var tags = self.setup.noTags ? [] : self.setup.clusterTags.filter { _ in self.random.chance(70) }
        if self.setup.locks { tags += ["lock", "space:f"].filter { _ in self.random.chance(60) } }
        var overlap = Flow.Overlap.allow
        if self.setup.overlaps {
            overlap = self.random.pick([.skip, .cancelPrevious, .queue])
            tags.append("flow:\(overlap.rawValue).1:")
        }
        let host = self.random.number(0...self.hosts.count - 1)
        let hostTags = self.setup.picky && self.random.chance(60) ? ["t\(host + 1)"] : []
        var claim = Claim(
            round: RoundRef(RunRef(host: self.hosts[at].name, number: number)), adoptedAt: self.now, tags: tags, overlap: overlap,
            hostTags: hostTags)
        if self.setup.plant == .unsorted, number % 2 == 0 { claim.tags.reverse() }
        try self.adopt(at: at, claim)
    }

    mutating func finishOne() throws {
        let open = self.up.flatMap { at in self.hosts[at].runs.values.filter { $0.phase == .active }.map { (at, $0.claim.round) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        guard !open.isEmpty else { return }
        let (at, round) = self.random.pick(open)
        try self.finish(at, round)
    }

    mutating func fireSlots() throws {
        for at in self.up {
            for slot in self.slots {
                guard self.hosts[at].state?.mayFire(self.trigger, slot) == true else { continue }
                self.note("\(self.hosts[at].name) fires \(slot.milliseconds)")
                try self.step(at, [.fire(SlotRow(trigger: self.trigger, last: slot))])
            }
        }
    }

    // MARK: faults

    private mutating func fault() throws {
        let at = self.random.number(0...self.hosts.count - 1)
        let isUp = self.hosts[at].state != nil
        let name = self.hosts[at].name
        guard isUp else {
            if self.random.chance(50) {
                self.note("\(name) starts")
                try self.start(at)
            } else if !self.hosts[at].isForgotten, self.spend(.forget, percent: 50) {
                try self.forget(at)
            } else if self.spend(.disk, percent: 40) {
                try self.loseDisk(at)
            } else if self.isKnownToBeOlder(at), self.spend(.copy, percent: 80) {
                self.putBack(at)
            }
            return
        }
        let faults = self.budget.filter { $0.value > 0 }.keys.sorted { "\($0)" < "\($1)" }
        guard !faults.isEmpty else { return }
        let fault = self.random.pick(faults)
        switch fault {
        case .tear, .forget: return
        case .disk, .crash:
            self.budget[.crash, default: 0] -= fault == .crash ? 1 : 0
            self.note("\(name) crashes")
            self.crash(at)
            if fault == .disk {
                self.budget[.disk]! -= 1
                try self.loseDisk(at)
            }
        case .cut:
            guard let id = self.links.keys.sorted().randomElement(using: &self.random) else { return }
            self.budget[.cut]! -= 1
            self.note("cut \(self.links[id]!.host)")
            self.breakLink(id)
        case .partition:
            let other = (at + self.random.number(1...max(1, self.hosts.count - 1))) % self.hosts.count
            guard other != at else { return }
            let pair = [min(at, other), max(at, other)]
            if self.cut.remove(pair) == nil {
                self.budget[.partition]! -= 1
                self.cut.insert(pair)
                self.note("partition \(pair)")
                for (id, link) in self.links where Set(link.host) == Set(pair) { self.breakLink(id) }
            }
        case .list:
            guard self.setup.secondList != nil else { return }
            self.budget[.list]! -= 1
            let addresses = self.hosts.map(\.address)
            let first = self.setup.list(0, addresses)
            self.hosts[at].file = self.hosts[at].file == first ? self.setup.list(1, addresses) : first
            self.note("\(name) has another list of \(self.hosts[at].file.hosts.count)")
            try self.reload(at)
        case .heal:
            guard self.hosts[at].state!.joined else { return }
            self.budget[.heal]! -= 1
            self.note("\(name) heals")
            self.hosts[at].state!.healAt = self.now
            try self.step(at, [.tick])
        case .drain:
            self.budget[.drain]! -= 1
            self.hosts[at].draining.toggle()
            self.note("\(name) drains: \(self.hosts[at].draining)")
            try self.step(at, [.drain(self.hosts[at].draining)])
        case .cancel:
            let own = self.hosts[at].runs.values.filter { $0.phase != .ended && $0.isOwn && !$0.paused }.map(\.claim.round).sorted()
            guard let round = own.randomElement(using: &self.random) else { return }
            self.budget[.cancel]! -= 1
            self.note("cancel \(round)")
            try self.step(at, [.cancel(round, RunStop(reason: "person", by: "me"))])
        case .pause: try self.pauseOne(at)
        case .copy:
            guard self.hosts[at].backup == nil, self.hosts[at].state?.trouble == nil else { return }
            self.note("\(name) is backed up")
            self.hosts[at].backup = (self.hosts[at].disk, self.hosts[at].runs)
        }
    }

    private mutating func pauseOne(_ at: Int) throws {
        let own = self.hosts[at].runs.values.filter {
            $0.phase == .pending && $0.isOwn && self.hosts[at].state!.rows.adopted[$0.claim.round] == nil
        }
        .map(\.claim.round).sorted()
        guard let round = own.randomElement(using: &self.random) else { return }
        self.budget[.pause]! -= 1
        self.hosts[at].runs[round]!.paused.toggle()
        let run = self.hosts[at].runs[round]!
        self.note("pause \(round): \(run.paused)")
        try self.step(at, [run.paused ? .paused(round) : .ready(run.claim)])
    }

    mutating func reload(_ at: Int) throws {
        try self.step(at, [.list(self.hosts[at].file)])
        if self.setup.plant == .newListAtOnce, self.hosts[at].state?.rows.me.retired == false {
            self.hosts[at].state?.rows.me.joined = true
            self.hosts[at].disk.me.joined = true
        }
    }

    private mutating func loseDisk(_ at: Int) throws {
        let host = self.hosts[at]
        self.note("\(host.name) loses its disk")
        for (round, run) in host.runs where run.phase != .ended { self.excuse(round) }
        for round in host.disk.adopted.keys { self.excuse(round) }
        for (round, adopter) in self.adopted where adopter == at { self.excuse(round) }
        for round in host.disk.executed.keys { self.excuse(round) }
        self.hosts[at].stores += 1
        var me = SelfRow(
            name: host.name, incarnation: Incarnation(store: StoreID("\(host.name)s\(self.hosts[at].stores)"), boot: 0, bootID: ""),
            list: host.file,
            address: host.address)
        if self.setup.plant == .noRollCall { me.joined = true }
        self.hosts[at].disk = ClusterRows(me: me)
        self.hosts[at].runs = [:]
        self.hosts[at].backup = nil
        self.hosts[at].isForgotten = false
        try self.start(at)
    }

    private mutating func excuse(_ round: RoundRef) { self.excused.insert(round) }

    private mutating func forget(_ at: Int) throws {
        guard let by = self.up.first(where: { $0 != at }), self.hosts[by].disk.peers["h\(at + 1)"] != nil else { return }
        self.note("\(self.hosts[at].name) is forgotten")
        self.hosts[at].isForgotten = true
        for (round, run) in self.hosts[at].runs where run.phase != .ended { self.excuse(round) }
        try self.step(by, [.forget(self.hosts[at].name)])
    }

    /// Whether every other host saw a start of the store that its backup does not have: by nothing else a copy is recognised.
    private func isKnownToBeOlder(_ at: Int) -> Bool {
        guard let backup = self.hosts[at].backup?.rows.me else { return false }
        return self.hosts.allSatisfy { host in
            guard host.name != backup.name else { return true }
            guard let seen = host.disk.peers[backup.name]?.incarnation else { return false }
            return seen.store != backup.incarnation.store || seen.boot > backup.incarnation.boot
        }
    }

    /// The disk is replaced by an older copy of itself.
    private mutating func putBack(_ at: Int) {
        guard let backup = self.hosts[at].backup else { return }
        self.note("\(self.hosts[at].name) gets an older disk")
        for round in Set(backup.runs.keys).union(self.hosts[at].runs.keys) { self.excuse(round) }
        for round in Set(backup.rows.executed.keys).union(self.hosts[at].disk.executed.keys) { self.excuse(round) }
        self.hosts[at].disk = backup.rows
        self.hosts[at].runs = backup.runs
        self.hosts[at].backup = nil
        self.hosts[at].isCopy = true
    }
}
