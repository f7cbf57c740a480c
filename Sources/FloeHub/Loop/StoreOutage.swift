internal import FloeCore

/// The store could not take a batch, and what is kept until it can.
struct StoreOutage {
    /// Between two attempts: at first so long, then twice as long each time, at most as long as `longest`.
    private static let first = Duration.milliseconds(250)
    private static let longest = Duration.seconds(5)

    let since: Moment
    var detail: String
    /// What has happened meanwhile, or was taken back by the failure: it is decided when the store works again. Of requests only
    /// cancels are kept.
    var kept: [HubEvent] = []
    /// Runs whose cancel is among it.
    var cancelled: Set<RunRef> = []
    /// The state in memory is again what the store holds.
    var stateIsStored = false
    /// Others have what this host had: it takes a new fence before it goes on.
    var isFenced = false
    private var delay = Self.first
    private var due: ContinuousClock.Instant

    init(since: Moment, detail: String) {
        self.since = since
        self.detail = detail
        self.due = .now + Self.first
    }

    /// Until the next attempt.
    var patience: Duration { max(.zero, self.due - .now) }
    var isDue: Bool { self.due <= .now }

    mutating func triedInVain() {
        self.delay = min(self.delay * 2, Self.longest)
        self.due = .now + self.delay
    }
}
