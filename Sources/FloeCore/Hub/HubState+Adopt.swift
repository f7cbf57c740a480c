extension HubState {
    mutating func trigger(_ request: TriggerRequest, _ token: HubEvent.Token?) {
        if let key = request.key, let known = self.keys[KeyOfRun(flow: request.flow.flow.key, key: key)] {
            return self.reply(token, .accepted(known))
        }
        guard !self.isFull else {
            return self.reply(
                token, .full("\(self.settings.host) has \(self.runs.count) live runs, which is its limit; try again when some have ended"))
        }
        if let wait = self.numberWait { return self.reply(token, .full(wait)) }
        let ref = self.adopt(request.flow, cause: request.cause, values: request.values, key: request.key)
        self.reply(token, .accepted(ref))
    }

    var isFull: Bool { self.runs.count >= self.settings.maxLive }

    @discardableResult
    mutating func adopt(
        _ flow: FrozenFlow, cause: RunRow.Cause, values: Values, key: String? = nil, parent: RunRow.Parent? = nil, depth: Int = 0
    ) -> RunRef {
        self.settleNumbers()
        let ref = RunRef(host: self.settings.host, number: self.host.nextRun)
        self.host.nextRun += 1
        self.hostDirty = true
        var row = RunRow(ref: ref, flow: flow.flow.key, digest: flow.digest, cause: cause, values: values, adoptedAt: self.now)
        row.key = key
        row.parent = parent
        row.depth = depth
        row.mark(kept: flow.flow.keep, by: "flow", at: self.now)
        if row.keep { self.keepParents(of: row) }
        row.deadline = flow.flow.queueTimeout.map { self.now + $0 }
        self.keep(flow)
        self.enter(Run(row: row, frozen: flow))
        self.touch(ref)
        self.emit(ref, "sys.state", own: ["state": "add-pend"])
        if flow.flow.flowFile != nil { self.effects.append(.load(ref)) } else { self.makeReady(ref) }
        return ref
    }

    /// Has the flow stored, once.
    mutating func keep(_ flow: FrozenFlow) {
        if self.knownDigests.insert(flow.digest).inserted { self.newFlows.append(flow) }
    }

    /// Takes a run in among the live ones, with all that is worked out from it.
    mutating func enter(_ run: Run) {
        let ref = run.row.ref
        self.knownDigests.insert(run.frozen.digest)
        if let key = run.row.key { self.keys[KeyOfRun(flow: run.row.flow, key: key)] = ref }
        self.runs[ref] = run
        self.arm(ref)
        switch run.row.phase {
        case .pending: if run.row.readyAt != nil { self.want(ref) }
        case .active:
            for tag in run.row.tags { self.tags[tag, default: TagState()].holders.insert(ref) }
            for (node, pass) in run.inFlight {
                let held = run.nodes[node].passes[pass]
                for part in 0..<held.partCount where run.compiled.isExecuting(node) && held[part: part].state == .running {
                    self.occupy(held[part: part].keeper, by: 1)
                }
                for part in 0..<held.partCount { self.arm(ref, node, pass, part: part) }
                if pass == run.nodes[node].current { self.offerTurn(ref, node) }
            }
            if run.waitingForChildren > 0 { self.suspect(ref) }
            self.wasActive(run)
        case .archive: break
        }
    }

    mutating func loaded(_ ref: RunRef, _ result: Result<FrozenFlow, LoadFailure>) {
        guard let run = self.runs[ref], run.row.phase == .pending, run.row.readyAt == nil, run.flow.flowFile != nil else { return }
        switch result {
        case .failure(let failure): self.archive(ref, .bad, reason: "flow-file", detail: failure.detail)
        case .success(let flow):
            self.keep(flow)
            self.runs[ref]!.row.digest = flow.digest
            self.runs[ref]!.frozen = flow
            self.runs[ref]!.nodes = Array(repeating: Run.NodeState(), count: flow.flow.nodes.count)
            self.touch(ref)
            self.makeReady(ref)
        }
    }

    /// Fixes the tags the run wants, applies the overlap rule, and has it placed.
    mutating func makeReady(_ ref: RunRef) {
        let flow = self.runs[ref]!.flow
        var tags = Set(flow.resourceTags)
        var lock: String?
        if flow.overlap != .allow {
            var key = ""
            if let text = flow.overlapKey, let template = try? Template(parsing: text) {
                switch template.render({ self.runs[ref]!.look($0, before: 0) }) {
                case .success(let rendered): key = rendered
                case .failure(let missing):
                    return self.archive(
                        ref, .bad, reason: "template", detail: "the overlap key needs \(missing.name), which the trigger did not bring")
                }
            }
            lock = "flow:\(flow.id).\(flow.version):\(key)"
        }
        if let lock { tags.insert(lock) }
        if flow.reuseSpace { tags.insert("space:\(flow.id)") }
        self.runs[ref]!.row.tags = tags.sorted()
        self.runs[ref]!.row.readyAt = self.now
        self.touch(ref)
        // In a cluster the home of the tag decides what overlap does.
        let meets = self.cluster == nil && (flow.overlap == .skip || flow.overlap == .cancelPrevious)
        let rivals = meets ? lock.map { self.liveRuns(wanting: $0) } ?? [] : []
        self.want(ref)
        self.applyOverlap(ref, rivals)
    }

    /// Ready live runs that want a tag, in order of age.
    func liveRuns(wanting tag: String) -> [RunAge] {
        guard let state = self.tags[tag] else { return [] }
        return (state.holders.compactMap { self.runs[$0]?.age } + state.wanters.elements).sorted()
    }

    private mutating func applyOverlap(_ ref: RunRef, _ rivals: [RunAge]) {
        guard let run = self.runs[ref], !rivals.isEmpty else { return }
        switch run.flow.overlap {
        case .allow, .queue: break
        case .skip: self.archive(ref, .cancelled, reason: "overlap", detail: "\(rivals[0].ref) was live", by: rivals[0].ref.description)
        case .cancelPrevious:
            // By number: a retry is no younger than the run it repeats.
            if let younger = rivals.map(\.ref).filter({ $0 > ref }).max() {
                self.archive(ref, .cancelled, reason: "overlap", detail: "\(younger) is younger", by: younger.description)
            } else {
                for rival in rivals {
                    self.work.append(
                        .cancel(rival.ref, reason: "overlap", by: ref.description, detail: "replaced by \(ref)", hard: false))
                }
            }
        }
    }

    /// A ready pending run wants its tags and is to be looked at.
    mutating func want(_ ref: RunRef) {
        guard let run = self.runs[ref] else { return }
        for tag in run.row.tags { self.tags[tag, default: TagState()].wanters.insert(run.age) }
        self.place(run)
    }

    /// Has a ready pending run looked at.
    mutating func place(_ run: Run) {
        if self.cluster != nil { return self.tellReady(run) }
        if run.row.parent == nil { self.toPlace.insert(run.age) } else { self.childrenToPlace.insert(run.age) }
    }
}
