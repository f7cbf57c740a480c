import FloeCore
import FloeSystem
import FloeTesting
import FoundationEssentials
import GRDB
import Testing

@testable import FloeStore

/// Stores of every earlier version, as that version made them, and what becomes of them.
@Suite struct MigrationTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        self.folder = try TemporaryFolder()
        self.path = self.folder.file("floe.sqlite")
    }

    /// A store of the first so many migrations, with a run, made by nothing but the SQL of those.
    private func make(_ count: Int, shrinkable: Bool = true) throws {
        let flow = try Samples.flow()
        let schema = Schema(migrations: Array(Schema.current.migrations.prefix(count)))
        let queue = try DatabaseQueue(path: self.path)
        if shrinkable { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") } }
        try schema.migrator.migrate(queue)
        let json = String(decoding: try flow.flow.json(), as: UTF8.self)
        try queue.write { db in
            try db.execute(sql: "INSERT INTO flow (digest, json) VALUES (?, ?)", arguments: [flow.digest, json])
            for (number, phase) in [(1, "archive"), (2, "pending")] {
                try db.execute(
                    sql: """
                        INSERT INTO run (number, host, flow, version, digest, cause, caused_by, phase, paused, reason, detail,
                            ended_by, depth, round, adopted_at, ended_at, exec_host, keep)
                        VALUES (?, 'h1', 'build', 1, ?, 'start', 'eva', ?, 0, '', '', '', 0, 1, 5, 7, 'h1', 0)
                        """, arguments: [number, flow.digest, phase])
            }
            try db.execute(sql: "UPDATE host SET next_run = 3, next_sequence = 9")
        }
        try queue.close()
    }

    private func check(_ store: SQLiteStore) throws {
        let (host, runs) = try store.open()
        #expect(host.nextRun == 3)
        #expect(host.nextSequence == 9)
        #expect(runs.map(\.row.ref.number) == [2])
        let ended = try #require(try store.run(RunRef(host: "h1", number: 1)))
        #expect(ended.row.cause == .init(trigger: "start", by: "eva"))
        #expect(ended.row.endedAt == Moment(milliseconds: 7))
        #expect(try store.history() == [FlowUse(flow: "build", runs: 1, bytes: 0)])
        #expect(try store.unmeasured(limit: 9).map(\.ref.number) == [1])
        #expect(try !store.id().isEmpty)
    }

    @Test(arguments: 1..<Schema.current.migrations.count) func `a store of every earlier version is brought up`(_ count: Int) throws {
        try self.make(count)
        let store = try SQLiteStore.file(self.path)
        try self.check(store)
        #expect(try store.migrations() == Schema.current.migrations.map(\.name))
        try store.close()
        // What it was before is beside it, for the owner alone, and can be brought up as well.
        let copy = "\(self.path).before-\(count + 1)"
        #expect(try TestCommand.sh("stat -c %a '\(copy)'") == "600")
        let before = try SQLiteStore.reading(copy)
        #expect(try before.migrations() == Schema.current.migrations.prefix(count).map(\.name))
        try before.close()
        let again = try SQLiteStore.file(copy)
        try self.check(again)
    }

    @Test func `a file that could not shrink can`() throws {
        try self.make(1, shrinkable: false)
        let store = try SQLiteStore.file(self.path)
        try self.check(store)
        #expect(try store.writer.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") } == 2)
    }

    @Test func `the newest two copies are kept`() throws {
        for number in [1, 2, 17] { try Data("old".utf8).write(to: URL(filePath: "\(self.path).before-\(number)")) }
        try self.make(1)
        try SQLiteStore.file(self.path).close()
        #expect(self.folder.names.filter { $0.contains("before") } == ["floe.sqlite.before-17", "floe.sqlite.before-2"])
    }

    @Test func `the version before goes on in a store that was brought up, and the other way`() throws {
        let flow = try Samples.flow()
        let earlier = Schema.current
        let added = Schema.Migration(name: "\(earlier.number + 1) more", sql: "ALTER TABLE run ADD COLUMN more TEXT", floor: earlier.number)
        let later = Schema(migrations: earlier.migrations + [added])
        try SQLiteStore.file(self.path, schema: later).close()
        let old = try SQLiteStore.file(self.path)
        var run = Samples.run(1, of: flow)
        run.phase = .archive
        run.endedAt = Moment(milliseconds: 9)
        try old.commit(Samples.changes(flow, [run]))
        try old.close()
        let new = try SQLiteStore.file(self.path, schema: later)
        #expect(try new.run(run.ref)?.row == run)
        #expect(try new.history() == [FlowUse(flow: "build", runs: 1, bytes: 0)])
    }

    @Test func `floors and numbers only ever grow`() throws {
        let migrations = Schema.current.migrations
        for (index, migration) in migrations.enumerated() {
            #expect(Int(migration.number) == index + 1)
            #expect(migration.floor <= index + 1)
            if index > 0 { #expect(migration.floor >= migrations[index - 1].floor) }
        }
        // What was published never changes.
        #expect(migrations.prefix(3).map(\.name) == ["1 runs", "2 drain", "3 history"])
    }
}
