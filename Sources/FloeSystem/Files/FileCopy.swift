internal import CSpawn
internal import Glibc

/// Copies of files. All calls block.
public enum FileCopy {
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    /// Copies a regular file out of a folder, with mode 0600, over what is there; makes the folders it needs. Gives its size.
    ///
    /// A link is followed only to a file in the same folder. Refused when larger than `limit` bytes.
    public static func copy(_ path: String, from root: String, to target: String, limit: Int64) -> Result<Int64, Problem> {
        let source = open("\(root)/\(path)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard source >= 0 else { return .failure(Problem(description: FileProblem("read", path).description)) }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(Problem(description: "\(path) is not a regular file"))
        }
        // What was opened counts, not what the path may lead to by now.
        guard let real = self.path(of: source), let realRoot = self.real(root), PathBytes.isPath(real, in: realRoot) else {
            return .failure(Problem(description: "\(path) leads out of \(root)"))
        }
        guard status.st_size <= limit else { return .failure(Problem(description: "\(path) is larger than what may be kept")) }
        do { try Folder.make(Folder.parent(of: target)) } catch { return .failure(Problem(description: error.description)) }
        unlink(target)
        let copy = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard copy >= 0 else { return .failure(Problem(description: FileProblem("write", target).description)) }
        defer { close(copy) }
        // A file that grows meanwhile is taken as long as it was when that was held against the limit.
        let code = floe_copy(source, copy, Int64(status.st_size))
        guard code == 0 else {
            unlink(target)
            return .failure(Problem(description: FileProblem("write", target, code: code).description))
        }
        return .success(Int64(status.st_size))
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
