internal import FoundationEssentials
internal import Glibc

/// The host's cache of fetched files.
///
///     data/SHA256        the bytes, mode 0444
///     sums/ALGO-SUM      which data a checksum stands for
///     urls/DIGEST        which data a url gave last, and its validators
///     partial/DIGEST     a download that was cut short, beside it its validator and its lock
///
/// Data counts only while its size and time are as they were noted: a task that wrote through a hard link costs a new download,
/// never a wrong file. All calls block; they belong on the blocking pool.
public struct FetchCache: Sendable {
    let folder: String

    /// - Parameter folder: `cache/fetch` of the host.
    public init(folder: String) { self.folder = folder }

    /// What is noted of data.
    struct Record: Codable, Hashable {
        var sha256: String
        var size: Int64
        var modified: Int64
        var etag: String?
        var lastModified: String?
    }

    /// The file, from the cache where that is certain to be right, else from the server.
    ///
    /// One download of a url at a time; a second waits and finds the first one's file.
    public func obtain(_ download: Download, tell: @escaping @Sendable (FetchNews) -> Void) async throws(FetchFailure) -> FetchedFile {
        if let checksum = download.checksum, let file = self.known(checksum) { return file }
        let name = Digests.name(of: download.url)
        let lock: FileLock
        do throws(FileProblem) {
            for folder in ["data", "sums", "urls", "partial"] { try Folder.make("\(self.folder)/\(folder)") }
            lock = try await FileLock.take("\(self.folder)/partial/\(name).lock") {
                tell(.line("waiting for another download of \(download.shown) on this host"))
            }
        } catch {
            throw FetchFailure(error)
        }
        defer { withExtendedLifetime(lock) {} }
        if let checksum = download.checksum, let file = self.known(checksum) { return file }
        return try await FetchAttempts(download: download, cache: self, name: name, tell: tell).run()
    }

    // MARK: what is here

    private func known(_ checksum: Checksum) -> FetchedFile? {
        guard let record = self.record("sums/\(checksum.algorithm.rawValue)-\(checksum.sum)"),
            checksum.algorithm != .sha256 || record.sha256 == checksum.sum
        else { return nil }
        return self.file(of: record)
    }

    /// The data of a record, if it is still what was noted.
    func file(of record: Record) -> FetchedFile? {
        let path = self.data(record.sha256)
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        guard Int64(status.st_size) == record.size, Self.modified(status) == record.modified else {
            unlink(path)
            return nil
        }
        Self.touch(path)
        return FetchedFile(path: path, sha256: record.sha256, size: record.size, isFromCache: true)
    }

    func record(_ name: String) -> Record? {
        FileManager.default.contents(atPath: "\(self.folder)/\(name)").flatMap { try? JSONDecoder().decode(Record.self, from: $0) }
    }

    func data(_ sha256: String) -> String { "\(self.folder)/data/\(sha256)" }

    // MARK: what comes in

    /// Takes a finished download over, under its sums and its url.
    func add(
        _ partial: String, url name: String, sums: [Checksum.Algorithm: String], size: Int64, head: HTTPGet.Head
    ) throws(FetchFailure) -> FetchedFile {
        let sha256 = sums[.sha256] ?? ""
        let path = self.data(sha256)
        guard chmod(partial, 0o444) == 0, rename(partial, path) == 0 else { throw FetchFailure(FileProblem("move a download to", path)) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw FetchFailure(FileProblem("look at", path)) }
        var record = Record(sha256: sha256, size: size, modified: Self.modified(status))
        for (algorithm, sum) in sums { try self.note(record, "sums/\(algorithm.rawValue)-\(sum)") }
        (record.etag, record.lastModified) = (head.fields["etag"], head.fields["last-modified"])
        try self.note(record, "urls/\(name)")
        return FetchedFile(path: path, sha256: sha256, size: size, isFromCache: false)
    }

    func note(_ record: Record, _ name: String) throws(FetchFailure) {
        do {
            try JSONEncoder().encode(record).write(to: URL(filePath: "\(self.folder)/\(name)"), options: .atomic)
        } catch {
            throw FetchFailure(.folder, "cannot write \(self.folder)/\(name): \(error)")
        }
    }

    private static func modified(_ status: stat) -> Int64 {
        Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }
}
