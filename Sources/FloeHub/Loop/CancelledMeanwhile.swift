internal import FloeCore

/// Runs that were cancelled while that could not be stored. Who asked was refused, and is right to ask again: that is the same cancel, and not a
/// second one, which would stop clean-up.
struct CancelledMeanwhile {
    /// How long one is taken for the same.
    private static let patience = Duration.seconds(600)

    private var runs: Set<RunRef>
    private let end = ContinuousClock.now + Self.patience

    init(runs: Set<RunRef>) { self.runs = runs }

    /// True once for each run.
    mutating func isAskedAgain(_ run: RunRef) -> Bool { .now < self.end && self.runs.remove(run) != nil }
}
