/// A file in the host's cache.
public struct FetchedFile: Sendable, Hashable {
    /// In the cache.
    public var path: String
    public var sha256: String
    public var size: Int64
    /// Nothing of it had to be moved.
    public var isFromCache: Bool
}

extension FetchedFile {
    /// Puts the file at `path`, in place of one that is there: by reflink, else by a hard link, else as a copy.
    /// Folders above are made. Blocks.
    public func place(at path: String) throws(FetchFailure) {
        do { try FilePlacing.place(self.path, at: path) } catch { throw FetchFailure(error) }
    }
}
