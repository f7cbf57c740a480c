/// A bound on a wait, so that a test that would hang fails.
public enum Deadline {
    public struct Passed: Error, CustomStringConvertible {
        public var description: String
        public init(description: String) { self.description = description }
    }

    /// What `body` gives, or `Passed` after the time is over. What is waited for must end when its task is cancelled.
    public static func within<Result: Sendable>(
        _ time: Duration, _ what: String = "the wait", _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: time)
                throw Passed(description: "\(what) took longer than \(time)")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// Looks every few milliseconds until `condition` holds: for what nobody announces, such as the end of a strange process.
    public static func until(
        _ what: String, within time: Duration = .seconds(120), _ condition: @Sendable () -> Bool
    ) async throws {
        let end = ContinuousClock.now + time
        while !condition() {
            guard .now < end else { throw Passed(description: "\(what) did not come true within \(time)") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
