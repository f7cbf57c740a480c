/// The hub of a host that shares a database with others: tags and runs of others are asked of that, and what it answers comes back as an
/// event. What of its runs needs neither is decided as on a host by itself.
extension HubState {
    /// Runs of others that are asked for after one look.
    private static let mostTaken = 64
    /// Own waiting runs that keep tags for themselves and ask again after one look.
    private static let mostReserving = 200
    /// A run that was refused so often keeps what tags it can get.
    private static let mostRefusals = 10
    /// Own pending runs that are asked about in one look.
    private static let mostAsked = 1000

    var hostLoad: HostLoad {
        HostLoad(
            slots: self.settings.slots, running: self.usedSlots, queued: self.slots.count + self.cleanupSlots.count, warm: self.warm)
    }

    /// What the database is to be looked at for; nil on a host that shares none.
    public var sharedQuestion: SharedQuestion? {
        guard let shared else { return nil }
        var card = HostCard(
            address: shared.address, tags: self.settings.hostTags.sorted(), version: shared.version, load: self.hostLoad)
        card.draining = self.draining || self.closing
        var question = SharedQuestion(card: card)
        var pends: [RunAge] = []
        for run in self.runs.values {
            if run.row.phase == .pending, run.row.readyAt != nil { pends.append(run.age) }
            guard run.waitingForChildren > 0 else { continue }
            for node in run.busy {
                guard let child = run.nodes[node].passes[run.nodes[node].current].head.child, self.runs[child] == nil else { continue }
                question.children.append(child)
            }
        }
        question.pends = pends.sorted().prefix(Self.mostAsked).map(\.ref)
        return question
    }

    /// Takes what the database is to be asked for, the oldest first.
    public mutating func takeWants(_ limit: Int) -> [SharedWant] {
        guard let wants = self.shared?.wants, !wants.isEmpty else { return [] }
        self.shared!.wants.removeFirst(min(limit, wants.count))
        return Array(wants.prefix(limit))
    }

    /// Takes the slots that are to be tried now: whether somebody fired them is to be looked up.
    public mutating func takeSlots(at now: Moment) -> [SlotRow] {
        guard let shared else { return [] }
        let due = shared.slots.filter { $0.value.due <= now }
        // Tried again should nothing come of it.
        for trigger in due.keys { self.shared!.slots[trigger]!.due = now + shared.times.late }
        return due.map { SlotRow(trigger: $0.key, last: $0.value.slot) }.sorted { $0.trigger < $1.trigger }
    }

    /// These were fired by others.
    public mutating func dropSlots(_ slots: [SlotRow]) {
        for slot in slots where self.shared?.slots[slot.trigger]?.slot == slot.last { self.shared?.slots[slot.trigger] = nil }
    }

    /// When the next of what waits here for a time is due.
    var sharedWake: Moment? {
        guard let shared else { return nil }
        return [shared.wakes.first?.at, shared.slots.values.map(\.due).min()].compactMap(\.self).min()
    }

    mutating func sharedHeard(_ event: SharedEvent) {
        guard self.shared != nil else { return }
        switch event {
        case .looked(let look): self.looked(look)
        case .lookFailed: self.shared!.countAnew()
        case .answered(let answers): for answer in answers { self.answered(answer) }
        case .hinted(let runs): self.shared!.hinted.formUnion(runs)
        case .tookOver(let host, let active): self.tookOver(host, active)
        case .fire(let slots):
            for slot in slots {
                guard let due = self.shared!.slots[slot.trigger], due.slot == slot.last else { continue }
                self.shared!.slots[slot.trigger] = nil
                self.shared!.changes.slots.append(slot)
                self.trigger(due.request, nil)
            }
        }
    }

    /// What was decided is not stored: what was known of others before it counts.
    public mutating func takeBack(_ shared: SharedState?) { self.shared = shared }

    // MARK: own runs

    /// Whether the run, which nothing keeps from becoming active here, is asked for or left to others first.
    mutating func asksShared(_ run: Run) -> Bool {
        guard let shared else { return false }
        let ref = run.row.ref
        if shared.granted[ref] != nil { return false }
        if shared.asked.contains(ref) { return true }
        if self.leaves(run, mayHere: true) { return true }
        return self.ask(for: run)
    }

    /// Asks for the tags of the run that hosts share; false when there are none.
    private mutating func ask(for run: Run, reserves: Bool = false) -> Bool {
        guard let tags = self.shared?.tagsOfAll(run.row.tags), !tags.isEmpty else { return false }
        self.shared!.asked.insert(run.row.ref)
        self.shared!.wants.append(
            SharedWant(
                run: run.row.ref, owner: self.settings.host, tags: tags.map { .init($0, limit: self.limit($0)) },
                reserves: reserves || self.isPassedOver(run)))
        return true
    }

    private func isPassedOver(_ run: Run) -> Bool {
        (self.shared?.refusals[run.row.ref] ?? 0) >= Self.mostRefusals || self.reserves(run.row.ref)
    }

    /// Leaves a new run to a host that suits it better, for a moment.
    ///
    /// - Parameter mayHere: It might run here as well.
    mutating func leaves(_ run: Run, mayHere: Bool) -> Bool {
        let ref = run.row.ref
        guard run.row.parent == nil, run.row.round == 1, !self.closing else { return false }
        if let until = self.shared!.heldBack[ref] { return mayHere && self.now < until }
        let load = self.hostLoad
        guard let best = self.shared!.best(for: ref, flow: run.flow, here: load, mayHere: mayHere) else { return false }
        let until = self.now + self.shared!.times.preference
        self.shared!.heldBack[ref] = until
        self.shared!.wakes.insert(.init(at: until, run: ref))
        self.shared!.changes.hints.append(SharedHint(host: best, run: ref))
        return mayHere
    }

    /// Overlap is asked of the database once, whatever is known here of who has the tag.
    mutating func asksOverlap(_ run: Run) -> Bool {
        let meets = run.flow.overlap == .skip || run.flow.overlap == .cancelPrevious
        guard self.shared != nil, meets, !run.row.paused, self.settings.hostTags.isSuperset(of: run.flow.hostTags),
            !self.draining || run.row.parent != nil, self.shared!.met.insert(run.row.ref).inserted
        else { return false }
        return self.ask(for: run)
    }

    /// What was held back for a moment may go on.
    mutating func wakeShared() {
        while let wake = self.shared?.wakes.first, wake.at <= self.now {
            _ = self.shared!.wakes.popFirst()
            if let run = self.runs[wake.run], run.row.phase == .pending, run.row.readyAt != nil { self.place(run) }
        }
    }

    /// A pending run that is paused, or gets no further here, gives back what it kept for itself.
    mutating func releaseShared(_ ref: RunRef) {
        guard let shared, let tags = self.runs[ref]?.row.tags, !shared.tagsOfAll(tags).isEmpty else { return }
        self.shared!.granted[ref] = nil
        self.shared!.changes.released.append(ref)
    }

    // MARK: answers

    private mutating func answered(_ answer: SharedAnswer) {
        switch answer {
        case .granted(let ref, let fence):
            self.shared!.asked.remove(ref)
            guard let run = self.runs[ref], run.row.phase == .pending, !run.row.paused else {
                // It was paused or has ended meanwhile; of one that has ended nothing is held.
                if self.runs[ref] != nil { self.shared!.changes.released.append(ref) }
                return
            }
            self.shared!.granted[ref] = fence ?? 0
            self.place(run)
        case .taken(let stored, let fence):
            self.shared!.asked.remove(stored.row.ref)
            guard self.runs[stored.row.ref] == nil else { return }
            self.shared!.granted[stored.row.ref] = fence ?? 0
            self.enter(Run(stored))
        case .full(let ref, let tag, let holders): self.refused(ref, tag, holders)
        case .gone(let ref):
            self.shared!.asked.remove(ref)
            self.drop(ref)
        }
    }

    private mutating func refused(_ ref: RunRef, _ tag: String, _ holders: [RunAge]) {
        self.shared!.asked.remove(ref)
        let others = Set(holders.map(\.ref)).filter { self.runs[$0]?.row.phase != .active && $0 != ref }
        self.hold(tag, others.filter { self.runs[$0] == nil })
        guard let run = self.runs[ref], run.row.phase == .pending, !run.row.paused else { return }
        self.shared!.refusals[ref, default: 0] += 1
        if tag.hasPrefix("flow:"), self.meet(run, holders.filter { $0.ref != ref }) { return }
        self.park(run, at: tag)
    }

    /// What overlap does where another has its tag; true when it ends the run.
    private mutating func meet(_ run: Run, _ holders: [RunAge]) -> Bool {
        let ref = run.row.ref
        switch run.flow.overlap {
        case .allow, .queue: return false
        case .skip:
            guard let first = holders.min() else { return false }
            self.archive(ref, .cancelled, reason: "overlap", detail: "\(first.ref) was live", by: first.ref.description)
            return true
        case .cancelPrevious:
            if let younger = holders.filter({ $0 > run.age }).max() {
                self.archive(ref, .cancelled, reason: "overlap", detail: "\(younger.ref) is younger", by: younger.ref.description)
                return true
            }
            for holder in holders where self.runs[holder.ref] == nil {
                self.shared!.changes.stops[holder.ref] = RunStop(
                    reason: "overlap", by: ref.description, detail: "replaced by \(ref)", hard: false)
            }
            return false
        }
    }

    /// Another host has the run: it is nothing to this one any more.
    private mutating func drop(_ ref: RunRef) {
        guard let run = self.runs[ref], run.row.phase == .pending else { return }
        self.unwant(run)
        self.runs[ref] = nil
        if let key = run.row.key.map({ KeyOfRun(flow: run.row.flow, key: $0) }), self.keys[key] == ref { self.keys[key] = nil }
        self.shared?.forget(ref)
    }

    // MARK: looks

    private mutating func looked(_ look: SharedLook) {
        let there = Set(self.shared!.others.keys)
        self.shared!.count(look, at: self.now)
        if there != Set(self.shared!.others.keys) { self.announceHost("peers") }
        for ref in look.gone { self.drop(ref) }
        self.see(look.holds)
        for (ref, stop) in look.stops where self.runs[ref] != nil {
            _ = self.cancel(ref, reason: stop.reason, by: stop.by, detail: stop.detail, hard: stop.hard)
        }
        for stored in look.ended { self.endedElsewhere(stored) }
        for offered in look.offered { self.offered(offered, look.holds) }
        self.shared!.hinted = []
        self.reserve()
    }

    /// Takes in who has which tag on other hosts; what has room again is looked at.
    private mutating func see(_ holds: [String: Set<RunRef>]) {
        for tag in Set(holds.keys).union(self.shared!.foreign.keys) {
            let now = (holds[tag] ?? []).filter { self.runs[$0] == nil }
            let before = self.shared!.foreign[tag] ?? []
            guard now != before else { continue }
            self.tags[tag]?.holders.subtract(before.subtracting(now))
            self.shared!.foreign[tag] = before.intersection(now)
            self.hold(tag, now)
            self.roomMayOpen(tag)
        }
    }

    /// Others have the tag.
    private mutating func hold(_ tag: String, _ holders: Set<RunRef>) {
        self.shared!.foreign[tag, default: []].formUnion(holders)
        if self.shared!.foreign[tag]?.isEmpty == true { self.shared!.foreign[tag] = nil }
        if !holders.isEmpty { self.tags[tag, default: TagState()].holders.formUnion(holders) }
    }

    /// A ready run of another host, which this one may take.
    private mutating func offered(_ offered: OfferedRun, _ holds: [String: Set<RunRef>]) {
        let row = offered.row
        guard !self.draining, !self.closing, !self.isFull, self.shared!.wants.count < Self.mostTaken, self.runs[row.ref] == nil,
            !self.shared!.asked.contains(row.ref), row.round == 1, !row.paused, let ready = row.readyAt,
            self.settings.hostTags.isSuperset(of: offered.flow.hostTags),
            self.shared!.hinted.contains(row.ref) || ready + self.shared!.times.preference <= self.now
        else { return }
        let tags = self.shared!.tagsOfAll(row.tags)
        let isOverlap = offered.flow.overlap == .skip || offered.flow.overlap == .cancelPrevious
        // Overlap is for its owner to decide.
        if isOverlap, tags.contains(where: { $0.hasPrefix("flow:") && !(holds[$0] ?? []).subtracting([row.ref]).isEmpty }) { return }
        for tag in row.tags where !self.shared!.isOfAll(tag) && !self.hasRoom(tag) { return }
        for tag in tags where (holds[tag] ?? []).subtracting([row.ref]).count >= self.limit(tag) { return }
        self.shared!.asked.insert(row.ref)
        self.shared!.wants.append(
            SharedWant(run: row.ref, owner: row.execHost, tags: tags.map { .init($0, limit: self.limit($0)) }))
    }

    /// Own runs that were passed over for long keep what tags they can get, one after the other.
    private mutating func reserve() {
        let passedOver = self.runs.values.filter { run in
            run.row.phase == .pending && !run.row.paused && run.row.readyAt != nil && self.isPassedOver(run)
                && (!self.draining || run.row.parent != nil) && self.shared!.granted[run.row.ref] == nil
                && !self.shared!.asked.contains(run.row.ref) && self.settings.hostTags.isSuperset(of: run.flow.hostTags)
        }
        for run in passedOver.sorted(by: { $0.age < $1.age }).prefix(Self.mostReserving) { _ = self.ask(for: run, reserves: true) }
    }

    /// A run that a node of this host's runs waits for ended on another.
    private mutating func endedElsewhere(_ stored: StoredRun) {
        guard let parent = stored.row.parent, stored.row.phase == .archive else { return }
        let child = Run(stored)
        let values = stored.row.lastEvent.flatMap { child.heard[$0]?.carried } ?? [:]
        self.childEnded(
            parent: parent, child: stored.row.ref, result: stored.row.result ?? .bad, why: child.whyBad, values: values)
    }

    /// The runs of a dead host are here now. Attempts that ran there are told as lost by the agent, as after the loss of a keeper.
    private mutating func tookOver(_ host: String, _ active: [RunRef]) {
        self.shared!.countAnew(host)
        self.announceHost("peers")
        for ref in active.sorted() {
            guard let run = self.runs[ref], run.row.phase == .active else { continue }
            let missing = Set(run.flow.hostTags).subtracting(self.settings.hostTags).sorted()
            guard !missing.isEmpty else { continue }
            self.end(
                ref, .bad, reason: "lost",
                detail: "\(host), which had it, is dead, and \(self.settings.host) lacks its host tags \(missing.joined(separator: ", "))")
            self.endHard(ref)
            self.settle(ref)
        }
    }
}
