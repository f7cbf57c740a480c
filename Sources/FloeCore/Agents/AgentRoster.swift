/// The agents of a hub: who may link, who is linked, and who is to be given an order.
public struct AgentRoster: Sendable {
    /// Agents that one hub takes.
    static let most = 20_000
    /// Names of agents that were refused, kept for pages.
    private static let mostRefused = 100
    /// From this on an agent that is away is shown as dead.
    public static let deadAfter = Span(seconds: 120)

    /// A refusal, for people.
    public struct Refused: Sendable, Hashable {
        public var why: AgentRefusal
        public var at: Moment
    }

    public private(set) var rows: [String: AgentRow] = [:]
    /// Connections that count.
    private(set) var sessions: [String: AgentEvent.Session] = [:]
    private var names: [AgentEvent.Session: String] = [:]
    /// Orders of this hub that run there, or may.
    private(set) var running: [String: Int] = [:]
    public private(set) var refused: [String: Refused] = [:]
    /// Rows that the batch in hand has changed; nil for one that is gone.
    var changes: [String: AgentRow?] = [:]

    init(_ rows: [AgentRow]) { for row in rows { self.rows[row.name] = row } }

    public func isLinked(_ name: String) -> Bool { self.sessions[name] != nil }
    public func load(_ name: String) -> Int { self.running[name] ?? 0 }

    // MARK: links

    /// Decides whether an agent that has dialled is let in.
    ///
    /// - Parameters:
    ///   - host: whether a name is that of a host.
    ///   - version: of the program.
    mutating func hello(
        _ session: AgentEvent.Session, _ hello: AgentHello, from address: String, host: (String) -> Bool, version: String, at now: Moment
    ) -> [AgentEffect] {
        if let why = self.obstacle(hello, host: host, version: version) {
            self.note(refused: hello.name, why, at: now)
            return [.refuse(session, why, why.text(hello.name, now: now))]
        }
        var row = self.rows[hello.name] ?? AgentRow(hello, from: address, at: now)
        row.take(hello, from: address, at: now)
        self.put(row)
        self.refused[hello.name] = nil
        var effects: [AgentEffect] = []
        if let old = self.sessions[hello.name] {
            self.names[old] = nil
            effects.append(.close(old))
        }
        self.sessions[hello.name] = session
        self.names[session] = hello.name
        return effects + [.welcome(session, row.keeper)]
    }

    private func obstacle(_ hello: AgentHello, host: (String) -> Bool, version: String) -> AgentRefusal? {
        guard hello.protocolVersion == AgentHello.protocolVersion else {
            return .protocolVersion(AgentHello.protocolVersion, theirs: hello.protocolVersion, version: version)
        }
        if let problem = hello.problem { return .unfit(problem) }
        if host(hello.name) { return .nameOfHost(hello.name) }
        guard let row = self.rows[hello.name] else { return self.rows.count < Self.most ? nil : .full(Self.most) }
        guard row.store == hello.store else { return .nameTaken(store: row.store, address: row.address, seen: row.seenAt) }
        return hello.link > row.link ? nil : .clone(link: hello.link, seen: row.link)
    }

    private mutating func note(refused name: String, _ why: AgentRefusal, at now: Moment) {
        if self.refused.count >= Self.mostRefused, self.refused[name] == nil,
            let oldest = self.refused.min(by: { $0.value.at < $1.value.at })?.key
        {
            self.refused[oldest] = nil
        }
        self.refused[String(name.prefix(200))] = Refused(why: why, at: now)
    }

    /// A connection ended. The name of the agent that is away now; nil when another connection has taken its place.
    mutating func closed(_ session: AgentEvent.Session, at now: Moment) -> String? {
        guard let name = self.names.removeValue(forKey: session) else { return nil }
        self.sessions[name] = nil
        if var row = self.rows[name] {
            row.seenAt = now
            self.put(row)
        }
        return name
    }

    /// An operator gives it up.
    mutating func forget(_ name: String) -> [AgentEffect] {
        self.rows[name] = nil
        self.changes[name] = .some(nil)
        guard let session = self.sessions.removeValue(forKey: name) else { return [] }
        self.names[session] = nil
        return [.close(session)]
    }

    mutating func drain(_ name: String, _ on: Bool) {
        guard var row = self.rows[name] else { return }
        row.draining = on
        self.put(row)
    }

    private mutating func put(_ row: AgentRow) {
        self.rows[row.name] = row
        self.changes[row.name] = row
    }

    // MARK: orders

    mutating func occupy(_ name: String, by count: Int) {
        let now = self.load(name) + count
        self.running[name] = now > 0 ? now : nil
    }

    /// The one with the least to do for its slots of those that are there, fit, and have room; of several the first by name.
    func choose(_ target: Target) -> AgentRow? {
        if case .host(let name) = target { return self.rows[name].flatMap { self.hasRoom($0) ? $0 : nil } }
        return self.fitting(target).filter(self.hasRoom).min { a, b in
            let (left, right) = (self.load(a.name) * b.slots, self.load(b.name) * a.slots)
            return left == right ? a.name < b.name : left < right
        }
    }

    func fitting(_ target: Target) -> [AgentRow] { self.rows.values.filter { target.fits($0.name, Set($0.tags)) } }

    private func hasRoom(_ row: AgentRow) -> Bool {
        self.sessions[row.name] != nil && !row.draining && self.load(row.name) < row.slots
    }
}
