public import Glibc

/// Why something could not be done with a file or folder.
public struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, as in "make the folder".
    public var action: String
    public var path: String
    /// `errno`.
    public var code: Int32

    public init(_ action: String, _ path: String, code: Int32 = errno) {
        self.action = action
        self.path = path
        self.code = code
    }

    /// An id that cannot be the name of a file: it is empty, too long, or would lead out of its folder.
    public static func name(_ what: String, _ id: String) -> FileProblem { FileProblem("name \(what) after", id, code: EINVAL) }

    /// There was no room on the disk, or none for this user.
    public var isFull: Bool { self.code == ENOSPC || self.code == EDQUOT }

    public var description: String {
        let remedy =
            (self.isOutOfFiles ? "no more files can be made on that disk (inodes): remove some" : Self.remedies[self.code]).map {
                "; \($0)"
            } ?? ""
        return "cannot \(self.action) \(self.path): \(SystemText.error(self.code))\(remedy)"
    }

    /// Whether not room is what is missing, but names: the system has one word for both.
    private var isOutOfFiles: Bool {
        guard self.code == ENOSPC else { return false }
        var place = self.path
        while !FilePath.exists(place), FilePath.folder(of: place) != place { place = FilePath.folder(of: place) }
        return DiskRoom(place)?.freeFiles == 0
    }

    private static let remedies: [Int32: String] = [
        ENOSPC: "free some space on that disk",
        EDQUOT: "the quota of this user is used up, free some space",
        EROFS: "that disk is mounted read-only",
        EACCES: "let the user floe runs as read and write there",
        EPERM: "let the user floe runs as read and write there",
        EMFILE: "raise the limit of open files (ulimit -n)",
        ENFILE: "raise the system's limit of open files (fs.file-max)",
        EINVAL: "names of files are not empty, hold no / and are at most 255 bytes long",
        ENOTDIR: "a file is in the way where a folder is needed",
        ENXIO: "something that is no regular file was put in its place",
        ELOOP: "a link was put in its place",
    ]
}
