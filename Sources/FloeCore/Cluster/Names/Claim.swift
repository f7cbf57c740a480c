/// What a run needs to become active, and who it is among others.
public struct Claim: Sendable, Hashable, Codable {
    public var round: RoundRef
    /// When this round was adopted: its place in every queue.
    public var adoptedAt: Moment
    /// When the first round was adopted: a retry is no younger than what it repeats.
    public var born: Moment
    /// All tags it wants, in the order they are taken: that of overlap first, the others sorted. Which of them the cluster grants, and
    /// which are locks of the executing host, the list of hosts says.
    public var tags: [String]
    /// What happens when it meets another run with its `flow:` tag.
    public var overlap: Flow.Overlap
    /// Tags the executing host must have.
    public var hostTags: [String]
    /// The only host that may execute it: where the workspace of a retried run is.
    public var pinned: String?
    /// How often it was given to another host: an offer said again has the same number, one that came back a higher one.
    public var moves = 0
    /// Whose workspaces may be warm somewhere.
    public var flow: String

    public init(
        round: RoundRef, adoptedAt: Moment, born: Moment? = nil, tags: [String] = [], overlap: Flow.Overlap = .allow,
        hostTags: [String] = [], pinned: String? = nil, flow: String = ""
    ) {
        self.round = round
        self.adoptedAt = adoptedAt
        self.born = born ?? adoptedAt
        self.tags = Self.inOrderOfTaking(tags)
        self.overlap = overlap
        self.hostTags = hostTags
        self.pinned = pinned
        self.flow = flow
    }

    public var age: RoundAge { RoundAge(adoptedAt: self.adoptedAt, round: self.round) }

    /// One order for all runs, so that none waits in a circle. What overlap ends need not wait for other tags before it is told.
    private static func inOrderOfTaking(_ tags: [String]) -> [String] {
        Set(tags).sorted { a, b in
            let (first, second) = (a.hasPrefix("flow:"), b.hasPrefix("flow:"))
            return first == second ? a < b : first
        }
    }
}
