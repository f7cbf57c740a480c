internal import FloeCore
internal import Synchronization

/// Counts what the loop does, for those who watch.
public final class HubMeter: Sendable {
    private let numbers = Mutex(HubNumbers())

    init() {}

    public var now: HubNumbers { self.numbers.withLock { $0 } }

    /// A decision was stored, if there was anything to store.
    func stored(_ decision: Decision, events: Int, seconds: Double?) {
        self.numbers.withLock { numbers in
            numbers.count(decision)
            guard let seconds else { return }
            numbers.commitSeconds.add(seconds)
            numbers.commitSizes.add(Double(events))
        }
    }

    /// Timer triggers fired so late.
    func fired(late: Span, count: Int, missed: Int) {
        self.numbers.withLock { numbers in
            for _ in 0..<count { numbers.scheduleLag.add(max(0, late.seconds)) }
            numbers.scheduleMissed = missed
        }
    }
}
