public import FloeCore

/// A run in the row of small marks beside its flow.
public struct RunBrief: Sendable, Hashable, Codable {
    public var ref: RunRef
    public var state: RunRow.Phase
    @Nullable public var result: RunRow.Result?
    public var reason: String
    @Nullable public var good: Bool?
    public var adoptedAt: Timestamp
    public var execHost: String
    @Nullable public var startedAt: Timestamp?
    @Nullable public var endedAt: Timestamp?
    /// A data node of it waits for an answer.
    public var waitsForPerson: Bool

    public init(_ row: RunRow, waits: [Wait]) {
        self.ref = row.ref
        self.state = row.phase
        self.result = row.result
        self.reason = row.reason
        self.good = row.good
        self.adoptedAt = row.adoptedAt.timestamp
        self.execHost = row.execHost
        self.startedAt = row.activatedAt?.timestamp
        self.endedAt = row.endedAt?.timestamp
        self.waitsForPerson = waits.contains { $0.kind == .answer }
    }
}

extension RunRow {
    /// Whether it ended well; nil before its end.
    var good: Bool? { self.result.map { $0 == .good } }
}
