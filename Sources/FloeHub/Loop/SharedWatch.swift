internal import FloeCore

/// When the database that hosts share is looked at next, and how long the lease lasts.
struct SharedWatch {
    /// Between two looks that were asked for from outside, at least so long, and three times as long as a look takes.
    private static let leastPause = Duration.milliseconds(5)

    private let pause: Duration
    private var last = ContinuousClock.now
    private var took = Duration.zero
    private var isAsked = true
    /// Of the last lease that was told, by its clock.
    private var leased = Int64.min

    init(_ times: SharedTimes) { self.pause = .milliseconds(times.look.milliseconds) }

    var next: ContinuousClock.Instant {
        self.last + (self.isAsked ? min(self.pause, max(Self.leastPause, self.took * 3)) : self.pause)
    }

    mutating func ask() { self.isAsked = true }

    mutating func begin() {
        self.isAsked = false
        self.last = .now
    }

    mutating func end() { self.took = .now - self.last }

    /// Whether a lease to that moment is to be told: not each by a millisecond.
    mutating func isNew(_ until: Int64, of length: Int64) -> Bool {
        guard self.leased == .min || until - self.leased >= min(1000, length / 20) else { return false }
        self.leased = until
        return true
    }
}
