/// A tag of a round: as a release, what is to be given back.
public struct Hold: Sendable, Hashable, Comparable, Codable {
    public var tag: String
    public var round: RoundRef

    public init(tag: String, round: RoundRef) {
        self.tag = tag
        self.round = round
    }

    public static func < (a: Hold, b: Hold) -> Bool { (a.tag, a.round) < (b.tag, b.round) }
}

/// A tag that its home granted to a round.
public struct GrantRow: Sendable, Hashable, Codable {
    public var hold: Hold
    /// Who placed, or places, the round.
    public var adopter: String
    /// For overlap: when the run was first adopted.
    public var born: Moment
    public var since: Moment
}
