internal import Synchronization

/// A number that tasks share.
public final class Tally: Sendable {
    private let number: Mutex<Int>

    public init(_ number: Int = 0) { self.number = Mutex(number) }

    public var value: Int { self.number.withLock { $0 } }
    public func set(_ value: Int) { self.number.withLock { $0 = value } }

    /// Adds and gives what there is then.
    @discardableResult
    public func add(_ more: Int = 1) -> Int {
        self.number.withLock { number in
            number += more
            return number
        }
    }
}
