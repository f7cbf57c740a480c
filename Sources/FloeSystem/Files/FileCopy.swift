internal import CSpawn
internal import Glibc

/// Copies of files. All calls block.
public enum FileCopy {
    /// Why there is no copy.
    public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// It is nothing that is copied: no regular file, or one that is gone or lies elsewhere.
        case unfit(String)
        /// So many bytes, which is more than may be copied.
        case tooLarge(Int64)
        /// It could not be read or written; the size in bytes is that of the file.
        case failed(FileProblem, size: Int64)

        public var description: String {
            switch self {
            case .unfit(let text): text
            case .tooLarge(let size): "it is larger than what may be copied: \(size) bytes"
            case .failed(let problem, _): problem.description
            }
        }
    }

    /// Copies a regular file out of a folder, with mode 0600, over what is there; makes the folders it needs. Gives its size.
    ///
    /// A link is followed only to a file in the same folder. Refused when larger than `limit` bytes.
    public static func copy(_ path: String, from root: String, to target: String, limit: Int64) -> Result<Int64, Problem> {
        let source = open("\(root)/\(path)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard source >= 0 else {
            let problem = FileProblem("read", path)
            // A link that leads nowhere, or something that went away meanwhile.
            let isGone = [ENOENT, ELOOP, ENXIO, ENOTDIR].contains(problem.code)
            return .failure(isGone ? .unfit(problem.description) : .failed(problem, size: 0))
        }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(.unfit("\(path) is not a regular file"))
        }
        // What was opened counts, not what the path may lead to by now.
        guard let real = self.path(of: source), let realRoot = self.real(root), PathBytes.isPath(real, in: realRoot) else {
            return .failure(.unfit("\(path) leads out of \(root)"))
        }
        let size = Int64(status.st_size)
        guard size <= limit else { return .failure(.tooLarge(size)) }
        do { try Folder.make(Folder.parent(of: target)) } catch { return .failure(.failed(error, size: size)) }
        unlink(target)
        let copy = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard copy >= 0 else { return .failure(.failed(FileProblem("write", target), size: size)) }
        defer { close(copy) }
        // A file that grows meanwhile is taken as long as it was when that was held against the limit.
        let code = floe_copy(source, copy, size)
        guard code == 0 else {
            unlink(target)
            return .failure(.failed(FileProblem("write", target, code: code), size: size))
        }
        return .success(size)
    }

    private static func path(of descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func real(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
