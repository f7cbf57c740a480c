/// One round of a run: what is handed over, granted tags, and activated at most once. Printed `h1-42`, a later round `h1-42/2`.
public struct RoundRef: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var run: RunRef
    public var round: Int

    public init(_ run: RunRef, round: Int = 1) {
        self.run = run
        self.round = round
    }

    /// Reads `h1-42` or `h1-42/2`; nil when it is neither.
    public init?(_ text: some StringProtocol) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count <= 2, let first = words.first, let run = RunRef(first) else { return nil }
        guard words.count == 2 else {
            self.init(run)
            return
        }
        guard let round = Int(words[1]), round > 1 else { return nil }
        self.init(run, round: round)
    }

    public var description: String { self.round == 1 ? "\(self.run)" : "\(self.run)/\(self.round)" }

    public static func < (a: RoundRef, b: RoundRef) -> Bool { (a.run, a.round) < (b.run, b.round) }
}

extension RoundRef: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let ref = RoundRef(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no reference of a run's round")
        }
        self = ref
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

/// Who is first in every queue of the cluster: the earlier adopted one.
public struct RoundAge: Sendable, Hashable, Comparable, Codable {
    public var adoptedAt: Moment
    public var round: RoundRef

    public init(adoptedAt: Moment, round: RoundRef) {
        self.adoptedAt = adoptedAt
        self.round = round
    }

    public static func < (a: RoundAge, b: RoundAge) -> Bool { (a.adoptedAt, a.round) < (b.adoptedAt, b.round) }
}
