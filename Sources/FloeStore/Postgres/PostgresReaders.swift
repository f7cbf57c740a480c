internal import Dispatch
internal import Synchronization

/// The connections that reads are made on: a bounded number, made when they are needed.
final class PostgresReaders: Sendable {
    /// At one time.
    static let most = 4
    /// New connections on which a read that is cut off is tried.
    private static let mostTries = 3
    /// After a connection could not be made, so long none is tried, and twice as long after each further one.
    private static let pauses: (first: Duration, longest: Duration) = (.milliseconds(100), .seconds(3))

    private struct Obstacle {
        var error: PostgresError
        var until: ContinuousClock.Instant
        var pause: Duration
    }

    private struct State {
        var idle: [PostgresConnection] = []
        var obstacle: Obstacle?
        var isClosed = false
    }

    private let address: PostgresAddress
    private let free = DispatchSemaphore(value: PostgresReaders.most)
    private let state = Mutex(State())

    init(_ address: PostgresAddress) { self.address = address }

    /// Calls `body` with a connection that nobody else uses, and again with a new one when that was lost: it only reads.
    func read<T>(_ body: (PostgresConnection) throws -> T) throws -> T {
        guard self.free.wait(timeout: .now() + .seconds(10)) == .success else {
            throw PostgresError(.statement, code: "55P03", "all \(Self.most) connections for reading are in use since 10 s")
        }
        defer { self.free.signal() }
        if let idle = self.state.withLock({ $0.idle.popLast() }) {
            do { return try self.use(idle, body) } catch let error as PostgresError where error.isLoss {
                // Others that wait were probably lost with it.
                self.state.withLock { $0.idle.removeAll() }
            }
        }
        for _ in 1..<Self.mostTries {
            do { return try self.use(try self.connect(), body) } catch let error as PostgresError where error.stage == .lost {}
        }
        return try self.use(try self.connect(), body)
    }

    private func use<T>(_ connection: PostgresConnection, _ body: (PostgresConnection) throws -> T) throws -> T {
        defer { self.state.withLock { if connection.isIdle, !$0.isClosed { $0.idle.append(connection) } } }
        return try body(connection)
    }

    private func connect() throws -> PostgresConnection {
        let now = ContinuousClock.now
        let (obstacle, isClosed) = self.state.withLock { ($0.obstacle, $0.isClosed) }
        if isClosed { throw PostgresError(.lost, "the store was closed") }
        if let obstacle, obstacle.until > now { throw obstacle.error }
        do {
            let connection = try PostgresConnection(self.address)
            self.state.withLock { $0.obstacle = nil }
            return connection
        } catch let error as PostgresError {
            let pause = min(obstacle.map { $0.pause * 2 } ?? Self.pauses.first, Self.pauses.longest)
            self.state.withLock { $0.obstacle = Obstacle(error: error, until: .now + pause, pause: pause) }
            throw error
        }
    }

    func close() {
        self.state.withLock {
            $0.isClosed = true
            $0.idle.removeAll()
        }
    }
}
