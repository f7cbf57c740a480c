/// How long something is tried again: at once, then in growing steps, and not for ever.
struct Patience: Sendable {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(5)
    /// How long a server may be away.
    static let whole = Duration.seconds(600)

    private var step = Self.first
    private var since: ContinuousClock.Instant?

    /// It went well.
    mutating func renew() { self = Patience() }

    /// Waits before the next try; false when it was tried for long enough.
    mutating func wait() async throws -> Bool {
        let now = ContinuousClock.now
        let since = self.since ?? now
        self.since = since
        guard now - since < Self.whole else { return false }
        try await Task.sleep(for: self.step)
        self.step = min(self.step * 2, Self.longest)
        return true
    }
}
