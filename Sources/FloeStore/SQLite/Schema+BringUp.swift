internal import FoundationEssentials
internal import Glibc
internal import GRDB

extension Schema {
    /// How many copies made before migrations are kept; older ones are removed when another is made.
    private static let copies = 2

    /// Refuses what a later version made and this one cannot use, copies what an earlier one made, and migrates it.
    func bringUp(_ pool: DatabasePool, path: String) throws {
        let migrator = self.migrator
        let (applied, known) = try pool.read { db in (try migrator.appliedIdentifiers(db), self.migrations.map(\.name)) }
        if let unknown = applied.subtracting(known).sorted(by: Self.isEarlier).last {
            return try self.check(unknown, pool, path: path)
        }
        if !applied.isEmpty, let next = self.migrations.first(where: { !applied.contains($0.name) }) {
            try Self.copy(pool, to: "\(path).before-\(next.number)")
            Self.removeOldCopies(of: path)
        }
        try migrator.migrate(pool)
        try Self.makeShrinkable(pool, path: path)
    }

    /// Whether a store that a later version brought up can be used: it only has more than this version knows.
    private func check(_ unknown: String, _ pool: DatabasePool, path: String) throws {
        let floor = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard floor > self.number || floor == 0 else { return }
        let number = unknown.prefix { $0 != " " }
        throw StoreFailure(
            .newer, place: path,
            message: """
                could not open the store in \(path): a later version of floe made it (it has the tables of '\(unknown)', and this version \
                knows those up to '\(self.migrations.last?.name ?? "")'); start that version again, or move the file away and put the \
                copy made before the upgrade, \(path).before-\(number), in its place
                """)
    }

    private static func isEarlier(_ a: String, _ b: String) -> Bool {
        (Int(a.prefix { $0 != " " }) ?? 0, a) < (Int(b.prefix { $0 != " " }) ?? 0, b)
    }

    /// A whole copy, for the owner alone.
    static func copy(_ store: some DatabaseWriter, to copy: String) throws {
        // One that is there is of an upgrade that was broken off, perhaps amid the copying. SQLite fills an empty file, and leaves it its
        // mode.
        unlink(copy)
        let file = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreFailure(
                .unopenable, place: copy,
                message: "could not make the copy \(copy): \(String(cString: strerror(errno))); let floe write there, and free space")
        }
        close(file)
        do { try store.vacuum(into: copy) } catch {
            unlink(copy)
            throw StoreFailure(error, trying: "copy the store before it is brought up to this version", in: copy)
        }
    }

    private static func removeOldCopies(of path: String) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let start = "\(URL(filePath: path).lastPathComponent).before-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let copies = names.filter { $0.hasPrefix(start) }.compactMap { name in Int(name.dropFirst(start.count)).map { ($0, name) } }
        for (_, name) in copies.sorted(by: { $0.0 > $1.0 }).dropFirst(Self.copies) { unlink("\(folder)/\(name)") }
    }

    /// A store whose file was made without it cannot give room back; once it is written anew it can.
    private static func makeShrinkable(_ pool: DatabasePool, path: String) throws {
        let mode = try pool.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") }
        guard mode != 2 else { return }
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try db.execute(sql: "VACUUM")
        }
    }
}
