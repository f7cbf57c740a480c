public import FloeCore
public import FloeSystem
internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// What an agent writes down, a line of JSON for each record, in `agent.journal` of its root. What was written is on the disk before
/// `write` returns. A line that a crash cut short never was.
public final class AgentJournal: Sendable {
    private let book: Mutex<JournalBook>

    /// Reads what is there. Blocks.
    ///
    /// - Throws: `FileProblem`, also where something in the middle makes no sense (`EBADMSG`).
    public init(root: String) throws(FileProblem) { self.book = Mutex(try JournalBook(path: "\(root)/agent.journal")) }

    /// What all that was written comes to.
    public var records: AgentRecords { self.book.withLock { $0.records } }

    /// Writes records down, all of them or, after a crash, the first of them. Blocks. After an error it can be tried again.
    public func write(_ records: [AgentRecord]) throws(FileProblem) {
        let result = self.book.withLock { book -> Result<Void, FileProblem> in
            do throws(FileProblem) {
                return .success(try book.write(records))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}

/// The file of a journal, and what it comes to.
private struct JournalBook: ~Copyable {
    /// Beyond so many bytes it is written anew, when most of it has no meaning any more.
    private static let large = 4 << 20

    private(set) var records = AgentRecords()
    private let path: String
    private var file: Int32 = -1
    private var bytes = 0
    private var bytesOfUse = 0

    init(path: String) throws(FileProblem) {
        self.path = path
        try self.read()
        try self.rewrite()
    }

    deinit { if self.file >= 0 { close(self.file) } }

    private mutating func read() throws(FileProblem) {
        let file = open(self.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return }
            throw FileProblem("read the journal", self.path)
        }
        defer { close(file) }
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 { throw FileProblem("read the journal", self.path) }
            if count == 0 { return }
            rest += buffer[..<count]
            var start = 0
            while let end = rest[start...].firstIndex(of: 0x0A) {
                guard let record = try? JSONDecoder().decode(AgentRecord.self, from: Data(rest[start..<end])) else {
                    throw FileProblem("understand the journal", self.path, code: EBADMSG)
                }
                self.records.take(record)
                start = end + 1
            }
            rest.removeFirst(start)
        }
    }

    mutating func write(_ records: [AgentRecord]) throws(FileProblem) {
        if records.isEmpty { return }
        for record in records { self.records.take(record) }
        if self.bytes > Self.large, self.bytes > 4 * self.bytesOfUse { return try self.rewrite() }
        if self.file < 0 { return try self.rewrite() }
        let lines = Self.lines(records)
        guard self.put(lines, self.file), fdatasync(self.file) == 0 else {
            let problem = FileProblem("write the journal", self.path)
            // Half a line may be there: the next time all is written anew.
            close(self.file)
            self.file = -1
            throw problem
        }
        self.bytes += lines.count
    }

    /// Writes the fewest records that come to the same into a new file, which takes the place of the old one.
    private mutating func rewrite() throws(FileProblem) {
        let new = "\(self.path).new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileProblem("write the journal", new) }
        let lines = Self.lines(self.records.all)
        guard self.put(lines, file), fsync(file) == 0, rename(new, self.path) == 0, Self.settleFolder(of: self.path) else {
            let problem = FileProblem("write the journal", new)
            close(file)
            throw problem
        }
        if self.file >= 0 { close(self.file) }
        self.file = file
        self.bytes = lines.count
        self.bytesOfUse = lines.count
    }

    private func put(_ lines: [UInt8], _ file: Int32) -> Bool {
        var rest = lines[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func settleFolder(of path: String) -> Bool {
        let folder = open(FilePath.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return false }
        defer { close(folder) }
        return fsync(folder) == 0
    }

    private static func lines(_ records: [AgentRecord]) -> [UInt8] {
        let encoder = JSONEncoder()
        return records.flatMap { record in ((try? encoder.encode(record)).map { Array($0) } ?? []) + [0x0A] }
    }
}
