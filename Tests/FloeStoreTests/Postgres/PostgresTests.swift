import FloeCore
import FloeTesting
import Glibc
import Testing

@testable import FloeStore

/// What can happen to a server and to connections, with a server of the test's own where it is stopped.
@Suite(.timeLimit(.minutes(3))) struct PostgresTests {
    private let flow: FrozenFlow

    init() throws { self.flow = try Samples.flow() }

    private func changes(_ number: Int) -> Changes {
        var changes = Samples.changes(self.flow, [Samples.run(number, of: self.flow)])
        changes.host = HostRow(nextRun: number + 1, nextSequence: number + 1)
        changes.events = [Samples.event(1, of: changes.runs[0].ref, sequence: number)]
        return changes
    }

    @Test func `connections that are cut amid commits and reads lose nothing, and nobody notices`() async throws {
        let server = try PostgresServer()
        let store = try PostgresStore(try server.address(), host: "h1")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { @concurrent in
                for number in 1...300 {
                    try store.commit(self.changes(number))
                    #expect(try store.events(of: RunRef(host: "h1", number: number), after: 0, limit: 9).count == 1)
                }
            }
            group.addTask { @concurrent in
                for _ in 0..<12 {
                    try server.sql(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'floe' AND pid <> pg_backend_pid()"
                    )
                }
            }
            try await group.waitForAll()
        }
        let (host, runs) = try store.open()
        #expect(host.nextRun == 301)
        #expect(runs.map(\.row.ref.number) == Array(1...300))
        #expect(runs.allSatisfy { $0.events.count == 1 })
    }

    @Test(arguments: [SIGKILL, SIGQUIT, SIGINT]) func `a server that ends is told, and commits go on when it is back`(_ signal: Int32)
        throws
    {
        let server = try PostgresServer()
        let store = try PostgresStore(try server.address(), host: "h1")
        try store.commit(self.changes(1))
        server.stop(signal)
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { try store.commit(self.changes(2)) }
            #expect(failure?.kind == .unreachable, "\(failure?.message ?? "")")
            #expect(failure?.message.contains(server.folder.path) ?? false, "\(failure?.message ?? "")")
        }
        #expect(throws: StoreFailure.self) { try store.open() }
        try server.start()
        try store.commit(self.changes(2))
        try store.commit(self.changes(2))
        let end = ContinuousClock.now + .seconds(30)
        // Readers wait a little between attempts to connect.
        while (try? store.open()) == nil, .now < end {}
        #expect(try store.open().runs.map(\.row.ref.number) == [1, 2])
    }

    @Test func `a full connection table is told, and is no end`() throws {
        let server = try PostgresServer(["max_connections=8", "superuser_reserved_connections=0", "max_wal_senders=0"])
        let store = try PostgresStore(try server.address(), host: "h1")
        let other = try PostgresAddress(server.address(schema: "public"))
        var taken: [PostgresConnection] = []
        while taken.count < 20, let connection = try? PostgresConnection(other) { taken.append(connection) }
        #expect(taken.count < 8)
        let failure = #expect(throws: StoreFailure.self) { try store.open() }
        #expect(failure?.kind == .unreachable && failure?.message.contains("max_connections") == true, "\(failure?.message ?? "")")
        // It has its own already.
        try store.commit(self.changes(1))
        taken = []
        let end = ContinuousClock.now + .seconds(30)
        while (try? store.open()) == nil, .now < end {}
        #expect(try store.open().runs.count == 1)
    }

    @Test func `who is not let in is told without the password`() throws {
        let server = try PostgresServer(["listen_addresses=127.0.0.1", "port=\(try Self.freePort())"])
        let port = try server.sql("SHOW port")
        func open(_ password: String, _ name: String = "postgres") throws {
            try PostgresStore("postgres://floe:\(password)@127.0.0.1:\(port)/\(name)", host: "h1").close()
        }
        try open("pass%20word%2F%25")
        for (password, name, word) in [("wrong-word", "postgres", "password"), ("pass%20word%2F%25", "none", "createdb")] {
            let failure = #expect(throws: StoreFailure.self) { try open(password, name) }
            #expect(failure?.kind == .unopenable)
            #expect(failure?.message.contains(word) ?? false, "\(failure?.message ?? "")")
            #expect(failure?.message.contains("wrong-word") == false && failure?.message.contains("pass word") == false)
        }
        let malformed = #expect(throws: StoreFailure.self) { try PostgresStore("postgres://floe:se cret@h:x/d", host: "h1") }
        #expect(malformed?.message.contains("cret") == false, "\(malformed?.message ?? "")")
    }

    private static func freePort() throws -> Int {
        let code = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])"
        return try #require(Int(try TestCommand.sh("python3 -c \"\(code)\"")))
    }

    @Test func `a second host is refused, and one that was thought dead cannot write any more`() throws {
        let server = try PostgresServer.shared.get()
        let address = try server.address()
        let first = try PostgresStore(address, host: "h1")
        #expect(first.isNew)
        let other = #expect(throws: StoreFailure.self) { try PostgresStore(address, host: "h2") }
        #expect(other?.kind == .locked && other?.message.contains("'h1'") == true, "\(other?.message ?? "")")
        let same = #expect(throws: StoreFailure.self) { try PostgresStore(address, host: "h1") }
        #expect(same?.kind == .locked && same?.message.contains("process \(getpid())") == true, "\(same?.message ?? "")")
        try first.commit(self.changes(1))

        // As a process that hangs while another is started on its rows.
        let schema = try #require(address.split(separator: "D").last)
        try server.sql("UPDATE \(schema).host SET fence = fence + 1")
        let fenced = #expect(throws: StoreFailure.self) { try first.commit(self.changes(2)) }
        #expect(fenced?.kind == .locked && fenced?.message.contains("taken over") == true, "\(fenced?.message ?? "")")
        #expect(throws: StoreFailure.self) { try first.note([(run: RunRef(host: "h1", number: 1), bytes: 1)]) }
        #expect(try first.open().runs.map(\.row.ref.number) == [1])
        try first.close()
        let second = try PostgresStore(address, host: "h1")
        #expect(!second.isNew)
        try second.commit(self.changes(2))
        #expect(try second.open().runs.count == 2)
    }

    @Test func `a database of a later version is refused, or used where that version says so`() throws {
        let address = try PostgresServer.shared.get().address()
        let added = PostgresSchema.Migration(name: "3 more", sql: "ALTER TABLE run ADD COLUMN more text", floor: 1)
        let broken = PostgresSchema(
            migrations: PostgresSchema.current.migrations + [.init(name: "3 half", sql: "CREATE TABLE half (); SELECT 1/0")])
        try PostgresStore(address, host: "h1").close()
        #expect(throws: StoreFailure.self) { try PostgresStore(address, host: "h1", schema: broken) }
        let later = PostgresSchema(migrations: PostgresSchema.current.migrations + [added])
        try PostgresStore(address, host: "h1", schema: later).close()
        let old = try PostgresStore(address, host: "h1")
        try old.commit(self.changes(1))
        try old.close()

        let raised = PostgresSchema(
            migrations: later.migrations + [.init(name: "4 other", sql: "ALTER TABLE run DROP COLUMN more", floor: 4)])
        try PostgresStore(address, host: "h1", schema: raised).close()
        let failure = #expect(throws: StoreFailure.self) { try PostgresStore(address, host: "h1") }
        #expect(failure?.kind == .newer && failure?.message.contains("'4 other'") == true, "\(failure?.message ?? "")")
        let examination = try PostgresExamination(address)
        #expect(try examination.migrations() == PostgresExamination.knownMigrations + ["3 more", "4 other"])
    }

    @Test func `hosts that are started at once make the tables once`() async throws {
        let address = try PostgresServer.shared.get().address()
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 { group.addTask { @concurrent in (try? PostgresStore(address, host: "h1").close()) != nil } }
            return await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        #expect(opened >= 1)
        #expect(try PostgresExamination(address).migrations() == PostgresExamination.knownMigrations)
    }

    @Test func `a text with a NUL in it is stored without`() throws {
        let store = try PostgresStore(try PostgresServer.shared.get().address(), host: "h1")
        var changes = self.changes(1)
        changes.runs[0].detail = "a\0b"
        changes.runs[0].values = ["x": "a\0b"]
        try store.commit(changes)
        let row = try store.run(changes.runs[0].ref)?.row
        #expect(row?.detail == "a\u{FFFD}b")
        #expect(row?.values == ["x": "a\0b"])
    }

    @Test(arguments: [
        ("postgres://floe@db.example/ci", "postgres://floe@db.example/ci"),
        ("postgresql://floe:s%40e@db:5433/ci?sslmode=verify-full", "postgres://floe:***@db:5433/ci?sslmode=verify-full"),
        ("postgres://db/ci?user=a&password=secret", "postgres://a:***@db/ci"),
    ]) func `an address is shown without its password`(_ address: (text: String, shown: String)) {
        #expect(PostgresAddress.shown(address.text) == address.shown)
        #expect(!PostgresAddress.masking("store-root: \(address.text)\nx: 1").contains("secret"))
        #expect(!PostgresAddress.masking("a '\(address.text)' b").contains("s%40e"))
    }
}
