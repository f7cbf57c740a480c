internal import FloeCore
internal import Synchronization

/// Counts what the loop does, for those who watch.
public final class HubMeter: Sendable {
    private let numbers = Mutex(HubNumbers())

    public init() {}

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

    /// An attempt has ended, whose output came to so many bytes.
    public func logged(_ bytes: Int64) { self.numbers.withLock { $0.logBytes += bytes } }

    /// Timer triggers fired so late.
    func fired(late: Span, count: Int, missed: Int) {
        self.numbers.withLock { numbers in
            for _ in 0..<count { numbers.scheduleLag.add(max(0, late.seconds)) }
            numbers.scheduleMissed = missed
        }
    }
}
