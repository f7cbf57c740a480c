extension HubState {
    mutating func cancelAsked(_ ref: RunRef, by: String, _ token: HubEvent.Token?) {
        // The second time it is meant: clean-up is stopped too.
        let hard = self.runs[ref].map { $0.row.ending != nil || self.isStoppedElsewhere($0.row) } ?? false
        self.reply(
            token,
            self.cancel(ref, reason: "person", by: by, hard: hard)
                ? .accepted(ref) : .conflict("\(ref) is not live: there is nothing to cancel"))
    }

    mutating func pause(_ ref: RunRef, _ on: Bool, _ token: HubEvent.Token?) {
        guard let row = self.runs[ref]?.row else {
            return self.reply(token, .conflict("\(ref) is not live: there is nothing to \(on ? "pause" : "resume")"))
        }
        guard row.ending == nil else {
            return self.reply(token, .conflict("\(ref) is ending: it cannot be \(on ? "paused" : "resumed")"))
        }
        if row.phase == .pending, let refusal = self.refusalToPause(row) { return self.reply(token, .conflict(refusal)) }
        self.reply(token, .accepted(ref))
        guard row.paused != on else { return }
        self.runs[ref]!.row.paused = on
        self.touch(ref)
        if row.phase == .pending, row.readyAt != nil {
            // Whoever was kept back by it, or it itself, may now be placed.
            if on { row.tags.forEach { self.roomMayOpen($0) } } else { self.place(self.runs[ref]!) }
            if on { self.releaseShared(ref) }
            if on { self.tellCluster(.paused(RoundRef(ref, round: row.round))) }
        }
        if row.phase == .active, !on {
            for node in self.runs[ref]!.busy.sorted() { self.offerTurn(ref, node) }
        }
        for node in self.runs[ref]!.busy.sorted() { self.announceUpdate(ref, node, self.runs[ref]!.nodes[node].current) }
    }

    /// Stops the host from starting runs, or lets it again. What is active ends as it would.
    mutating func drain(_ on: Bool, _ token: HubEvent.Token?) {
        self.reply(token, .done)
        guard self.host.draining != on else { return }
        self.host.draining = on
        self.hostDirty = true
        self.announceHost(on ? "drain" : "resume")
        self.tellCluster(.drain(on))
    }

    /// Takes these flows instead. The first are told by nobody: whoever listens looks at them anyhow.
    mutating func replace(_ catalog: FlowCatalog) {
        self.catalog = catalog
        if self.hasCatalog { self.announceHost("flows") }
        self.hasCatalog = true
    }

    /// Tells that the host is another than before. Not stored: how it is now can be asked at any time.
    mutating func announceHost(_ change: String) {
        let state = self.host.draining ? "draining" : "active"
        self.effects.append(
            .announce(
                Announcement(
                    run: nil, flow: "", tag: "sys.host",
                    values: ["host": .string(self.settings.host), "state": .string(state), "change": .string(change)], at: self.now)))
    }

    mutating func answer(_ request: AnswerRequest, _ token: HubEvent.Token?) {
        let ref = request.run
        guard self.runs[ref] != nil else {
            return self.reply(token, .conflict("\(ref) is not live: its forms are closed"))
        }
        guard let node = self.runs[ref]!.compiled.index[request.node], case .data = self.runs[ref]!.node(node).kind else {
            return self.reply(token, .notFound("\(ref) has no node '\(request.node)' that asks for data"))
        }
        if let key = request.key, self.runs[ref]!.nodes[node].passes.contains(where: { $0.head.answerKey == key }) {
            return self.reply(token, .accepted(ref))
        }
        let pass = self.runs[ref]!.nodes[node].current
        guard pass < self.runs[ref]!.nodes[node].passes.count,
            self.runs[ref]!.nodes[node].passes[pass].head.state == .waiting,
            request.pass == nil || request.pass == pass + 1
        else {
            return self.reply(token, .conflict(self.presentState(ref, node, asked: request.pass)))
        }
        self.runs[ref]!.nodes[node].passes[pass].head.by = request.by
        self.runs[ref]!.nodes[node].passes[pass].head.answerKey = request.key ?? ""
        self.reply(token, .accepted(ref))
        self.endPass(ref, node, pass, Outcome(request.good ? .good : .bad, values: request.values))
        self.settle(ref)
    }

    /// Why a form can't be answered now.
    private func presentState(_ ref: RunRef, _ node: Int, asked: Int?) -> String {
        let run = self.runs[ref]!
        let id = run.node(node).id
        if run.row.ending != nil { return "\(ref) is ending: its forms are closed" }
        if let waiting = run.nodes[node].passes.first(where: { $0.head.state == .waiting }) {
            return "\(id) of \(ref) waits for an answer to its pass \(waiting.head.key.pass), not \(asked ?? 0)"
        }
        guard let last = run.nodes[node].passes.last else { return "\(id) of \(ref) has not asked yet" }
        switch last.head.state {
        case .queued: return "\(id) of \(ref) has not asked yet\(run.row.paused ? ": the run is paused" : "")"
        case .ended where last.head.outcome == .good || last.head.outcome == .bad:
            return "\(id) of \(ref) was answered\(last.head.by.isEmpty ? "" : " by \(last.head.by)")"
        default: return "\(id) of \(ref) is \(last.head.outcome?.rawValue ?? last.head.state.rawValue)"
        }
    }
}
