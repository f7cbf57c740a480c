internal import FloeCore
internal import Glibc

/// What makes a process the one that writes a host's rows: a lock that ends with its connection, so that another which is started by
/// mistake is refused, and a number in the host's row that each opening raises and each commit asks for, so that one which was thought
/// dead cannot write any more.
struct PostgresHold: Sendable {
    let host: String
    let fence: Int
    /// Other hosts use the database as well.
    let shares: Bool
    /// Of the server's process that holds the lock for us.
    var pid: Int
    /// Whether no host had this name here before.
    let isNew: Bool

    private static let lock = 0x666C_6F32
    private static let key = "hashtext(current_schema() || '/' || $1)"

    /// Takes the rows of a host for this process.
    init(_ host: String, shares: Bool, _ connection: PostgresConnection, in place: String) throws {
        let others = try connection.query("SELECT name FROM host WHERE name <> $1 LIMIT 1", { $0.bind(host) })
        if !shares, let other = try others.first({ $0.text() }) {
            throw StoreFailure(
                .locked, place: place,
                message: """
                    could not open the store in \(place): it is that of the host '\(other)', and this one is '\(host)'. Hosts that are \
                    named in 'hosts' have a database each (or a schema: ?options=-csearch_path%3DNAME); leave 'hosts' out on all of them \
                    and they share this one
                    """)
        }
        try Self.begin(connection, of: host)
        try Self.lock(connection, of: host, in: place)
        let made = try connection.query(
            """
            INSERT INTO host (name, sid, fence, holder) VALUES ($1, replace(gen_random_uuid()::text, '-', ''), 0, '') ON CONFLICT DO NOTHING
            """, { $0.bind(host) })
        let fence = try connection.query("UPDATE host SET fence = fence + 1, holder = $2 WHERE name = $1 RETURNING fence") {
            $0.bind(host)
            $0.bind(Self.me)
        }
        self.host = host
        self.shares = shares
        self.fence = try fence.first { $0.int() } ?? 0
        self.pid = connection.pid
        self.isNew = made.changed == 1
    }

    /// Takes the lock anew after a connection was lost. Nothing may have been written by another process meanwhile.
    mutating func renew(_ connection: PostgresConnection, in place: String) throws {
        try Self.begin(connection, of: self.host)
        try self.check(connection, in: place)
        // The server may not have noticed yet that the connection before is gone. Nobody else has its lock: the fence would have moved.
        _ = try connection.query(
            """
            SELECT pg_terminate_backend(pid::int) FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = \(Self.lock)
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid = $1::int
            """, { $0.bind(self.pid) })
        try Self.lock(connection, of: self.host, in: place)
        try self.check(connection, in: place)
        self.pid = connection.pid
    }

    private func check(_ connection: PostgresConnection, in place: String) throws {
        let fence = try connection.query("SELECT fence FROM host WHERE name = $1", { $0.bind(self.host) }).first { $0.int() }
        guard fence == self.fence else { throw self.lost(in: place) }
    }

    /// What this session writes is told by this host.
    private static func begin(_ connection: PostgresConnection, of host: String) throws {
        _ = try connection.query("SELECT set_config('floe.host', $1, false)", { $0.bind(host) })
    }

    /// Another process has opened the store since, or other hosts have taken over.
    func lost(in place: String) -> any Error {
        if self.shares { return SharedConflict.fenced }
        return StoreFailure(
            .locked, place: place,
            message: """
                could not store changes in \(place): another process has taken over the rows of the host '\(self.host)', so this one may \
                not write any more; end this one, or end the other and start this one again
                """)
    }

    private static func lock(_ connection: PostgresConnection, of host: String, in place: String) throws {
        do {
            // Waited for: of a host that was killed the server may not have noticed it yet.
            _ = try connection.query("SELECT pg_advisory_lock(\(self.lock), \(self.key))", { $0.bind(host) })
        } catch let error as PostgresError where error.code == "55P03" {
            let holder = try connection.query("SELECT holder FROM host WHERE name = $1", { $0.bind(host) }).first { $0.text() }
            throw StoreFailure(
                .locked, place: place,
                message: """
                    could not open the store in \(place): another floe holds it (\(holder ?? "not known who")); end that one. If it was \
                    lost with its machine, the server notices within a minute: start again then
                    """)
        }
    }

    /// For people who look who holds it.
    private static var me: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let machine = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "process \(getpid()) on \(machine)"
    }
}
