/// How often hosts that share a database look at it, and what follows from how many looks. Part B of `docs/cluster-protocol.md`.
public struct SharedTimes: Sendable, Hashable {
    /// Between two looks of a host.
    public var look = Span(seconds: 5)
    /// So many own looks in a row without a beat of another host allow to take its runs over.
    public var looks = 24
    /// A run that its owner prefers on another host may be taken by any after so long.
    public var preference = Span(seconds: 1)
    /// A slot of a schedule that its home does not fire is tried by the others after so long.
    public var late = Span(seconds: 5)

    public init() {}

    /// Times with another pause between looks, for tests; all that hangs together with it goes along.
    public init(look: Span) {
        self.look = look
        self.late = min(self.late, look)
    }

    /// Without a beat for so long a host may be taken over.
    public var death: Span { Span(milliseconds: self.look.milliseconds * Int64(self.looks)) }

    /// For so long from the beginning of a transaction its tasks may hold tags: half of what others wait, so that nothing of them is
    /// left, and their grace is over, when others begin.
    public var lease: Span { Span(milliseconds: self.death.milliseconds / 2) }
}
