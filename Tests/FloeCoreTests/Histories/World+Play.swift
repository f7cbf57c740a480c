import FloeTesting
import Testing

@testable import FloeCore

extension World {
    private var alive: [OrderID] {
        self.processes.filter { $0.value == .running || $0.value == .stopping }.map(\.key).sorted { $0.description < $1.description }
    }

    private mutating func outcome(of id: OrderID) -> Outcome {
        if self.processes[id] == .stopping, self.random.chance(70) { return Outcome(.cancelled) }
        switch self.random.number(0...99) {
        case ..<60: return Outcome(.good, status: 0, values: ["v": .int(Int64(self.random.number(1...3)))])
        case ..<80: return Outcome(.bad, status: self.random.pick([1, 3]))
        default: return Outcome(self.random.pick([.timedOut, .error, .lost, .skipped, .cancelled]))
        }
    }

    private mutating func nextToken() -> HubEvent.Token {
        self.token += 1
        return self.token
    }

    private mutating func trigger() -> HubEvent {
        let values: Values = self.random.pick([[:], ["branch": "a", "v": 1], ["branch": "b"]])
        let key = self.random.pick([nil, nil, "\(self.random.number(0...5))"])
        let flow = self.random.pick(self.flows)
        // The shell looks a key up in the store before it asks; the hub knows those of live runs.
        if let key, let known = self.accepted["\(flow.flow.id) \(key)"], self.disk.runs[known]?.isLive == false { return .tick }
        return .trigger(
            TriggerRequest(flow: flow, cause: .init(trigger: "start", by: "test"), values: values, key: key), self.nextToken())
    }

    private mutating func load(_ ref: RunRef, well: Bool) -> HubEvent {
        guard well, let flow = self.disk.runs[ref].flatMap({ self.disk.flows[$0.digest] }) else {
            return .loaded(ref, .failure(LoadFailure(detail: "no such file")))
        }
        return .loaded(ref, .success(flow))
    }

    /// Something that may happen next.
    private mutating func something() -> HubEvent {
        let runs = self.disk.runs.keys.sorted()
        let dice = self.random.number(0...99)
        if dice < 12 || runs.isEmpty { return self.trigger() }
        if dice < 50, !self.alive.isEmpty {
            let id = self.random.pick(self.alive)
            let outcome = self.outcome(of: id)
            self.processes[id] = .ended(outcome)
            if self.random.chance(10) {
                var stray = id
                stray.attempt += self.random.pick([-1, 1])
                return .outcome(stray, outcome)
            }
            self.mail.append(.outcome(id, outcome))
        }
        if dice < 60, !self.mail.isEmpty {
            let at = self.random.number(0...self.mail.count - 1)
            return self.random.chance(90) ? self.mail.remove(at: at) : self.mail[at]
        }
        if dice < 65, !self.loads.isEmpty {
            return self.load(self.loads.remove(at: self.random.number(0...self.loads.count - 1)), well: self.random.chance(80))
        }
        if dice < 73 {
            self.now = self.now + Span(seconds: Int64(self.random.number(1...20)))
            return .tick
        }
        if dice < 80 {
            let forms = self.disk.passes.values.flatMap(\.keys).filter { self.isData($0) }.sorted()
            if !forms.isEmpty { return self.answer(self.random.pick(forms)) }
        }
        let ref = self.random.pick(Array(runs.suffix(8)))
        if dice < 84 { return .cancel(ref, by: "ann", self.nextToken()) }
        if dice < 87 { return .pause(ref, self.random.chance(50), by: "ann", self.nextToken()) }
        if dice < 92, let stored = self.disk.stored(ref) {
            let ran = Set(stored.passes.map(\.key.node)).sorted().map(Optional.some)
            return .retry(stored, from: self.random.pick([nil] + ran), by: "ann", self.nextToken())
        }
        return self.mail.isEmpty ? .tick : self.mail.removeFirst()
    }

    private func isData(_ key: PassRow.Key) -> Bool {
        guard let stored = self.disk.runs[key.run].flatMap({ self.disk.flows[$0.digest] }),
            let node = stored.compiled.index[key.node]
        else { return false }
        if case .data = stored.flow.nodes[node].kind { return true }
        return false
    }

    private mutating func answer(_ key: PassRow.Key, good: Bool? = nil) -> HubEvent {
        .answer(
            AnswerRequest(
                run: key.run, node: key.node, pass: key.pass, good: good ?? self.random.chance(80), values: ["v": 9], by: "ann",
                key: self.random.chance(50) ? "key \(key.pass)" : nil),
            self.nextToken())
    }

    /// A random history, and then a fair end: everything reports, everyone answers, and every run must end.
    mutating func play(steps: Int = 150) {
        for _ in 0..<steps {
            let event = self.something()
            let dice = self.random.number(0...99)
            self.step(event, crash: dice < 2 ? .beforeCommit : dice < 4 ? .afterCommit : dice < 6 ? .amidEffects : nil)
        }
        for _ in 0..<3000 where !self.hub.liveRuns.isEmpty { self.fairRound() }
        let left = self.hub.liveRuns.map { "\($0.row.ref): \(self.hub.why($0.row.ref) ?? [])" }
        must(left.isEmpty, "runs are left live, \(self.label)")
        must(self.alive.isEmpty, "processes are left, \(self.label)")
        // What is repeated must be acknowledged.
        for (id, process) in self.processes { if case .ended(let outcome) = process { self.step(.outcome(id, outcome)) } }
        must(self.processes.values.allSatisfy { $0 == .gone }, "an outcome was never acknowledged, \(self.label)")
        Invariants.checkEnds(self)
    }

    private mutating func fairRound() {
        for run in self.hub.liveRuns where run.row.paused { self.step(.pause(run.row.ref, false, by: "ann", nil)) }
        for id in self.alive {
            let outcome = self.outcome(of: id)
            self.processes[id] = .ended(outcome)
        }
        for (id, process) in self.processes.sorted(by: { $0.key.description < $1.key.description }) {
            if case .ended(let outcome) = process { self.mail.append(.outcome(id, outcome)) }
        }
        while !self.mail.isEmpty { self.step(self.mail.removeFirst()) }
        while !self.loads.isEmpty {
            let event = self.load(self.loads.removeFirst(), well: true)
            self.step(event)
        }
        for run in self.hub.liveRuns {
            for pass in run.passes where pass.state == .waiting && self.isData(pass.key) {
                let event = self.answer(pass.key, good: true)
                self.step(event)
            }
        }
        if let wake = self.hub.nextWake {
            self.now = max(self.now, wake)
            self.step(.tick)
        }
    }
}
