internal import FloeCore
internal import FloeSystem
internal import Synchronization

/// What a task of ours tells while it works: lines in its log, progress to whoever looks.
///
/// Progress goes to the log too, but at most every five seconds, so that `no-output` tells work from silence and the log stays readable.
final class TaskNews: Sendable {
    private let place: TaskPlace
    private let logged = Mutex(ContinuousClock.now)

    init(_ place: TaskPlace) {
        self.place = place
    }

    /// Blocks.
    func line(_ text: String) {
        self.place.append(line: AddressMask.masked(text))
        self.logged.withLock { $0 = .now }
    }

    /// Blocks.
    func progress(_ done: Double?, _ text: String) {
        let text = AddressMask.masked(text)
        self.place.progress(done, text)
        let isDue = self.logged.withLock { last in
            guard last + .seconds(5) <= .now else { return false }
            last = .now
            return true
        }
        if isDue { self.place.append(line: text) }
    }
}
