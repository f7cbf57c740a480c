// The parts of a node whose keys have defaults. `TimerWait` and `Hooks` have optional keys only.

extension Node.Merge {
    enum CodingKeys: String, CodingKey, CaseIterable { case any, again }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        self.init(any: try from.value(.any, or: false), again: try from.value(.again, or: false))
    }

    public func encode(to encoder: any Encoder) throws {
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.any, .any, unless: false)
        try to.encode(self.again, .again, unless: false)
    }
}

extension Node.FlowCall {
    enum CodingKeys: String, CodingKey, CaseIterable { case flow, values, wait }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            flow: try from.decode(String.self, forKey: .flow), values: try from.value(.values, or: [:]),
            wait: try from.value(.wait, or: true))
    }

    public func encode(to encoder: any Encoder) throws {
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.flow, forKey: .flow)
        try to.encode(self.values, .values, unless: [:])
        try to.encode(self.wait, .wait, unless: true)
    }
}

extension Retry {
    enum CodingKeys: String, CodingKey, CaseIterable { case attempts, delay, backoff, when }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        let plain = Retry()
        self.init(
            attempts: try from.value(.attempts, or: plain.attempts), delay: try from.value(.delay, or: plain.delay),
            backoff: try from.value(.backoff, or: plain.backoff), when: try from.value(.when, or: plain.when))
    }

    public func encode(to encoder: any Encoder) throws {
        let plain = Retry()
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.attempts, .attempts, unless: plain.attempts)
        try to.encode(self.delay, .delay, unless: plain.delay)
        try to.encode(self.backoff, .backoff, unless: plain.backoff)
        try to.encode(self.when, .when, unless: plain.when)
    }
}
