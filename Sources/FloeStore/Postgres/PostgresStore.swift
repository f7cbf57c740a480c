public import FloeCore
internal import FloeSystem
internal import Glibc
internal import Synchronization

/// Runs kept by PostgreSQL: the rows of one host in the schema that the address leads to.
///
/// A commit is durable on the server when the call returns (`synchronous_commit`), and one round trip as a rule. All calls block and can be
/// made from any thread; commits take turns on a connection of their own. A connection that was lost is made anew, and the changes are
/// committed again, which is the same as once; when that fails as well, it is not known whether they were stored, as the contract says.
public final class PostgresStore: HostStore {
    private struct Writer {
        var connection: PostgresConnection?
        var hold: PostgresHold
        var isClosed = false
    }

    let place: String
    let host: String
    /// Other hosts use the database as well, each for its own runs.
    let shares: Bool
    let flows = FlowCache()
    let readers: PostgresReaders
    /// Whether the database had no rows of this host.
    public let isNew: Bool
    private let address: PostgresAddress
    private let writer: Mutex<Writer>

    /// Opens the store of a host, makes or brings up its tables, and takes it for this process.
    ///
    /// - Parameters:
    ///   - address: `postgres://…`
    ///   - shares: Other hosts use the database as well.
    /// - Throws: `StoreFailure`, also when another process holds it.
    public convenience init(_ address: String, host: String, shares: Bool = false) throws {
        try self.init(address, host: host, shares: shares, schema: .current)
    }

    init(_ text: String, host: String, shares: Bool = false, schema: PostgresSchema) throws {
        let address = try PostgresAddress(text)
        do {
            let connection = try PostgresConnection(address)
            try schema.bringUp(connection, in: address.place)
            let hold = try PostgresHold(host, shares: shares, connection, in: address.place)
            self.isNew = hold.isNew
            self.writer = Mutex(Writer(connection: connection, hold: hold))
        } catch {
            throw StoreFailure(postgres: error, trying: "open the store", in: address.place)
        }
        self.address = address
        self.place = address.place
        self.host = host
        self.shares = shares
        self.readers = PostgresReaders(address)
    }

    /// Lets go of the store. Every later call fails.
    public func close() throws {
        self.readers.close()
        self.writer.withLock {
            $0.isClosed = true
            $0.connection = nil
        }
    }

    /// Begins as one that was never here before: what it had others have.
    public func reincarnate() throws {
        try self.tell("begin anew") {
            try self.writer.withLock { writer in
                // It holds the lock.
                writer.connection = nil
                let connection = try PostgresConnection(self.address)
                writer.hold = try PostgresHold(self.host, shares: self.shares, connection, in: self.place)
                writer.connection = connection
            }
        }
    }

    /// Begins to hear what other hosts tell; nil where no thread can be had.
    public func listen(_ heard: @escaping PostgresListener.Heard) -> PostgresListener? {
        let listener = PostgresListener(self.address, host: self.host, heard: heard)
        return listener.start() ? listener : nil
    }

    /// Writes all rows in one transaction. The same changes may be committed again when it is not known whether they were.
    public func commit(_ changes: Changes) throws {
        try self.write("store changes", Failpoint.storeCommit, Failpoint.storeCommitted) { connection, hold, again in
            try PostgresCommit(connection: connection, hold: hold, place: self.place).write(changes, again: again)
        }
    }

    /// What was lost so often is told: it may be the statement that ends the connection.
    private static let mostTries = 4

    /// Calls `body` on the writer's connection, and once more, as `again`, when that was lost or collided.
    func write<T>(
        _ tried: String, _ before: Failpoint? = nil, _ after: Failpoint? = nil,
        _ body: (PostgresConnection, PostgresHold, _ again: Bool) throws -> T
    ) throws -> T {
        try self.tell(tried) {
            try self.pass(before)
            let result = try self.writer.withLock { writer in
                var tries = 1
                while true {
                    do {
                        return try body(try self.connected(&writer), writer.hold, tries > 1)
                    } catch let error as PostgresError where tries < Self.mostTries && (error.isLoss || error.isCollision) {
                        tries += 1
                    }
                }
            }
            try self.pass(after)
            return result
        }
    }

    /// The writer's connection, made anew where it was lost or is in the midst of something.
    private func connected(_ writer: inout Writer) throws -> PostgresConnection {
        if writer.isClosed { throw PostgresError(.lost, "the store was closed") }
        if let connection = writer.connection, connection.isIdle { return connection }
        writer.connection = nil
        let connection = try PostgresConnection(self.address)
        try writer.hold.renew(connection, in: self.place)
        writer.connection = connection
        return connection
    }

    /// Fails as a full or broken disk of the server does where a crash test asks for it.
    private func pass(_ point: Failpoint?) throws {
        guard let code = point?.failure() else { return }
        throw PostgresError(.statement, code: code == ENOSPC ? "53100" : "58030", "asked for by FLOE_FAILPOINT")
    }

    /// One statement, or some that need not agree.
    func read<T>(_ tried: String, _ body: (PostgresConnection) throws -> T) throws -> T {
        try self.tell(tried) { try self.readers.read(body) }
    }

    /// Statements that see the same commits. They may take longer: a host with much to open is not to fail for it.
    func readAll<T>(_ tried: String, _ body: (PostgresConnection) throws -> T) throws -> T {
        try self.read(tried) { connection in
            try connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '120s'")
            let patience = connection.patience
            connection.patience = 130_000
            defer { connection.patience = patience }
            do {
                let result = try body(connection)
                try connection.script("COMMIT")
                return result
            } catch {
                if (error as? PostgresError)?.stage != .lost { try? connection.script("ROLLBACK") }
                throw error
            }
        }
    }

    /// Turns what goes wrong into a sentence of ours.
    func tell<T>(_ tried: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let conflict as SharedConflict { throw conflict } catch {
            throw StoreFailure(postgres: error, trying: tried, in: self.place)
        }
    }
}
