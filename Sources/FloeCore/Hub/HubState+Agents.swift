/// Orders that run on agents. The row of an attempt names the agent and its store as its keeper, so that it is stored before anything is
/// sent, and an agent that comes back with another store has lost it.
extension HubState {
    mutating func agentHeard(_ event: AgentEvent) {
        switch event {
        case .hello(let session, let hello, let from):
            let (me, peers) = (self.settings.host, self.cluster?.rows.peers)
            let before = self.effects.count
            let linked = self.agents.hello(
                session, hello, from: from, host: { $0 == me || peers?[$0] != nil }, version: self.settings.version, at: self.now)
            self.effects += linked.map { .agent($0) }
            guard self.effects[before...].contains(where: { if case .agent(.welcome) = $0 { true } else { false } }) else {
                return self.announceHost("agents")
            }
            for known in hello.runs where known.owner == me && self.runs[known.run] == nil {
                self.effects.append(.agent(.runEnded(hello.name, known.run, flow: known.flow)))
            }
            self.openTargets.formUnion(self.targeted.keys)
            self.announceHost("agents")
        case .closed(let session):
            if self.agents.closed(session, at: self.now) != nil { self.announceHost("agents") }
        }
    }

    mutating func drainAgent(_ name: String, _ on: Bool, _ token: HubEvent.Token?) {
        guard self.agents.rows[name] != nil else { return self.reply(token, .notFound("there is no agent '\(name)' here")) }
        self.agents.drain(name, on)
        if !on { self.openTargets.formUnion(self.targeted.keys) }
        self.reply(token, .done)
        self.announceHost("agents")
    }

    /// An operator gives an agent up: what it was given ends as lost, and its name is free.
    mutating func forgetAgent(_ name: String, _ token: HubEvent.Token?) {
        guard !self.agents.isLinked(name) else {
            return self.reply(token, .conflict("\(name) is there: stop it first, else it would only join anew"))
        }
        self.effects += self.agents.forget(name).map { .agent($0) }
        for ref in self.runs.keys.sorted() {
            for (node, pass) in self.runs[ref]!.inFlight where self.runs[ref]!.compiled.isExecuting(node) {
                let held = self.runs[ref]!.nodes[node].passes[pass]
                for part in 0..<held.partCount where held[part: part].state == .running {
                    let row = held[part: part]
                    guard AgentKeeper(row.keeper)?.name == name else { continue }
                    let id = OrderID(
                        run: ref, node: row.key.node, pass: row.key.pass, attempt: row.attempt, instance: row.key.instance)
                    self.outcome(id, Outcome(.lost, reason: "\(name), which had it, was forgotten"))
                }
                if self.runs[ref] == nil { break }
            }
        }
        self.reply(token, .done)
        self.announceHost("agents")
    }

    /// Counts orders that run, or have ended, where the keeper is.
    mutating func occupy(_ keeper: String, by count: Int) {
        if let agent = AgentKeeper(keeper) {
            self.agents.occupy(agent.name, by: count)
        } else {
            self.usedSlots += count
        }
        if count < 0 { self.openTargets.formUnion(self.targeted.keys) }
    }

    /// Has an instance wait for another host.
    mutating func claim(_ claim: SlotClaim, at target: Target, first: Bool) {
        if first {
            self.targeted[target, default: TargetQueue()].cleanup.insert(claim)
        } else {
            self.targeted[target, default: TargetQueue()].others.insert(claim)
        }
        self.openTargets.insert(target)
    }

    /// Gives the first instance that waits for a host to one that has room. False when there is none.
    mutating func fillOneTarget() -> Bool {
        guard !self.closing else { return false }
        while let target = self.nextTarget() {
            guard let keeper = self.keeper(for: target) else {
                self.openTargets.remove(target)
                continue
            }
            if let claim = self.targeted[target]?.popFirst(), self.isOpen(claim) { self.startAttempt(claim, keeper: keeper) }
            return true
        }
        return false
    }

    /// Of those that may have their turn the one whose first instance came first, clean-up before all others.
    private mutating func nextTarget() -> Target? {
        var best: (target: Target, isCleanup: Bool, claim: SlotClaim)?
        for target in self.openTargets {
            guard let queue = self.targeted[target], let claim = queue.cleanup.first ?? queue.others.first else {
                self.openTargets.remove(target)
                self.targeted[target] = nil
                continue
            }
            let isCleanup = !queue.cleanup.isEmpty
            if let best, !Self.comes((isCleanup, claim), before: (best.isCleanup, best.claim)) { continue }
            best = (target, isCleanup, claim)
        }
        return best?.target
    }

    private static func comes(_ a: (isCleanup: Bool, claim: SlotClaim), before b: (isCleanup: Bool, claim: SlotClaim)) -> Bool {
        a.isCleanup == b.isCleanup ? a.claim < b.claim : a.isCleanup
    }

    /// What is to own the processes of the next order for a target: of this host and the agents the one with the least to do.
    private func keeper(for target: Target) -> String? {
        let agent = self.agents.choose(target)
        guard case .tags = target, target.fits(self.settings.host, self.settings.hostTags), self.usedSlots < self.settings.slots else {
            return agent?.keeper.description
        }
        guard let agent, self.agents.load(agent.name) * self.settings.slots < self.usedSlots * agent.slots else {
            return self.settings.keeper
        }
        return agent.keeper.description
    }

    /// Why a node that waits for its turn on another host has none; nil for one that runs here.
    func whyNowhere(_ run: Run, _ node: Int) -> String? {
        guard self.settings.hasAgents, let target = run.node(node).target, target != .host(self.settings.host) else { return nil }
        if case .host(let name) = target, self.cluster?.rows.peers[name] != nil {
            return "\(name) is a host and no agent: only agents take tasks of runs that another host executes"
        }
        if self.agents.fitting(target).isEmpty, target.fits(self.settings.host, self.settings.hostTags) { return nil }
        return self.agents.why(target, now: self.now)
    }

    /// What is to be said of an order that was given to an agent which is away.
    func whyAway(_ run: Run, _ node: Int, _ pass: Int) -> String? {
        let held = run.nodes[node].passes[pass]
        for part in 0..<held.partCount where held[part: part].state == .running {
            if let keeper = AgentKeeper(held[part: part].keeper), let why = self.agents.whyAway(keeper, now: self.now) { return why }
        }
        return nil
    }
}
