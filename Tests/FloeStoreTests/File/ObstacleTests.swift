import FloeCore
import FloeTesting
import Glibc
import GRDB
import Testing

@testable import FloeStore

/// What stands in a store's way is told, and when it is gone the store goes on.
@Suite struct ObstacleTests {
    private let folder: TemporaryFolder
    private let path: String
    private let flow: FrozenFlow

    init() throws {
        self.folder = try TemporaryFolder()
        self.path = self.folder.file("floe.sqlite")
        self.flow = try Samples.flow()
    }

    /// A run, and events that need about a megabyte.
    private func large(_ number: Int) -> Changes {
        var changes = Samples.changes(self.flow, [Samples.run(number, of: self.flow)])
        for id in 1...16 {
            var event = Samples.event(id, of: changes.runs[0].ref, sequence: number * 100 + id)
            event.own = ["text": .string(String(repeating: "x", count: 65_536))]
            changes.events.append(event)
        }
        return changes
    }

    private func expectFailure(_ kind: StoreFailure.Kind, _ store: SQLiteStore, _ changes: Changes) {
        let failure = #expect(throws: StoreFailure.self) { try store.commit(changes) }
        #expect(failure?.kind == kind, "\(failure?.message ?? "")")
        #expect(failure?.message.contains(store.place) ?? false)
    }

    @Test func `a store without room refuses, keeps what it has, and goes on when there is room`() throws {
        let store = try SQLiteStore.file(self.path)
        try store.commit(Samples.changes(self.flow, [Samples.run(1, of: self.flow)]))
        func limit(_ pages: Int) throws {
            try store.writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
        }
        try limit(1)  // SQLite takes it up to what there is
        self.expectFailure(.full, store, self.large(2))
        self.expectFailure(.full, store, self.large(2))
        #expect(try store.open().runs.map(\.row.ref.number) == [1])
        try limit(1_000_000)
        try store.commit(self.large(2))
        #expect(try store.open().runs.map(\.events.count) == [0, 16])
    }

    @Test func `a file that another holds is told, and written when it is let go`() throws {
        let store = try SQLiteStore.file(self.path, patience: 0.05)
        let other = try DatabaseQueue(path: self.path)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            self.expectFailure(.locked, store, self.large(1))
            try db.execute(sql: "ROLLBACK")
        }
        try store.commit(self.large(1))
        #expect(try store.open().runs.count == 1)
    }

    @Test func `damaged pages are told`() throws {
        let store = try SQLiteStore.file(self.path)
        try store.commit(self.large(1))
        try store.close()
        let file = Glibc.open(self.path, O_WRONLY)
        #expect(file >= 0)
        let size = lseek(file, 0, SEEK_END)
        let junk = [UInt8](repeating: 0xA5, count: 4096)
        // All but the first page, which says that it is a database.
        for at in stride(from: 4096, to: size, by: 4096) { #expect(pwrite(file, junk, junk.count, at) == junk.count) }
        Glibc.close(file)
        let failure = #expect(throws: StoreFailure.self) {
            let again = try SQLiteStore.file(self.path)
            _ = try again.open()
        }
        #expect(failure?.kind == .damaged, "\(failure?.message ?? "")")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a full disk and a read-only one are told, and are no end`() throws {
        let disk = try SmallDisk(at: self.folder.path, megabytes: 2)
        defer { disk.unmount() }
        let store = try SQLiteStore.file(self.path)
        try store.commit(Samples.changes(self.flow, [Samples.run(1, of: self.flow)]))
        for number in 2...3 { self.expectFailure(.full, store, self.larger(number)) }
        #expect(try store.open().runs.map(\.row.ref.number) == [1])
        try disk.remount(megabytes: 64)
        try store.commit(self.larger(2))
        #expect(try store.open().runs.map(\.row.ref.number) == [1, 2])
        try store.close()

        try disk.remount(megabytes: 64, readOnly: true)
        let failure = #expect(throws: StoreFailure.self) {
            let again = try SQLiteStore.file(self.path)
            try again.commit(self.large(4))
        }
        #expect(failure.map { [.readOnly, .unopenable].contains($0.kind) } ?? false, "\(failure?.message ?? "")")
        try disk.remount(megabytes: 64)
        let again = try SQLiteStore.file(self.path)
        try again.commit(self.large(4))
        try again.close()
    }

    /// About four megabytes.
    private func larger(_ number: Int) -> Changes {
        var changes = self.large(number)
        for _ in 0..<2 {
            changes.events += changes.events.map { event in
                var next = event
                next.id += changes.events.count
                next.sequence += changes.events.count
                return next
            }
        }
        return changes
    }
}
