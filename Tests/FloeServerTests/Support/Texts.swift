import FloeCore
import Synchronization

/// Texts that one part of a test leaves for another.
final class Texts: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { self.texts.withLock { $0 } }
    func add(_ text: String) { self.texts.withLock { $0.append(text) } }
}

/// A clock that stands still until it is moved.
final class Clock: Sendable {
    private let moment = Mutex(Moment(milliseconds: 1_000_000_000))
    var now: Moment { self.moment.withLock { $0 } }
    func advance(_ span: Span) { self.moment.withLock { $0 = $0 + span } }
}
