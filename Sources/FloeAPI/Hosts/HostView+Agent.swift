public import FloeCore

extension HostView {
    /// An agent, as the hub that it has joined knows it.
    ///
    /// - Parameters:
    ///   - load: Orders of that hub that run there, or may.
    ///   - refused: Another that came under its name.
    public init(_ agent: AgentRow, isLinked: Bool, load: Int, refused: AgentRoster.Refused?, now: Moment) {
        let isDead = agent.seenAt + AgentRoster.deadAfter <= now
        let state: State = isLinked ? (agent.draining ? .draining : .active) : isDead ? .dead : .warning
        var problems: [String] = []
        if !isLinked {
            problems.append("not linked since \(agent.seenAt.timestamp); what it was given goes on there, and will be told")
        }
        if let refused { problems.append("refused at \(refused.at.timestamp): \(refused.why.text(agent.name, now: now))") }
        self.init(
            name: agent.name, kind: .agent, state: state, tags: agent.tags, facts: agent.facts, version: agent.version, slots: agent.slots,
            load: load, lastSeen: (isLinked ? now : agent.seenAt).timestamp, address: agent.address, problems: problems)
    }

    /// One that never was let in.
    public init(_ name: String, refused: AgentRoster.Refused, now: Moment) {
        self.init(
            name: name, kind: .agent, state: .dead, tags: [], version: "", slots: 0, load: 0, lastSeen: refused.at.timestamp,
            problems: ["refused: \(refused.why.text(name, now: now))"])
    }
}

extension AgentRoster {
    /// All that is known, by name.
    public func views(now: Moment) -> [HostView] {
        let known = self.rows.values.map { row in
            HostView(row, isLinked: self.isLinked(row.name), load: self.load(row.name), refused: self.refused[row.name], now: now)
        }
        let others = self.refused.filter { self.rows[$0.key] == nil }.map { HostView($0.key, refused: $0.value, now: now) }
        return (known + others).sorted { $0.name < $1.name }
    }

    /// One of them.
    public func view(_ name: String, now: Moment) -> HostView? {
        guard let row = self.rows[name] else { return nil }
        return HostView(row, isLinked: self.isLinked(name), load: self.load(name), refused: self.refused[name], now: now)
    }
}
