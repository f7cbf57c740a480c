internal import Glibc

/// Finds the program that a name stands for.
public enum ProgramSearch {
    /// What a task without a `PATH` gets.
    public static let usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The absolute path of a program. A name with a slash is relative to `folder`, as are relative entries of `path`. Blocks.
    public static func find(_ name: String, path: String?, folder: String) throws(SpawnProblem) -> String {
        guard !name.isEmpty else { throw SpawnProblem("cannot start a program without a name") }
        if PathBytes.hasSlash(name) {
            let file = Self.absolute(name, in: folder)
            switch Self.look(at: file) {
            case .program: return file
            case .unusable(let reason): throw SpawnProblem("cannot start \(file): \(reason)")
            case .missing: throw SpawnProblem("cannot start \(file): there is no such file")
            }
        }
        let path = path ?? Self.usualPath
        var unusable: String?
        for entry in path.split(separator: ":", omittingEmptySubsequences: false) {
            // An empty entry means the current folder.
            let file = Self.absolute(entry.isEmpty ? name : "\(entry)/\(name)", in: folder)
            switch Self.look(at: file) {
            case .program: return file
            case .unusable(let reason): unusable = unusable ?? "\(file) \(reason)"
            case .missing: continue
            }
        }
        if let unusable { throw SpawnProblem("cannot start \(name): \(unusable)") }
        throw SpawnProblem("cannot start \(name): there is no such program in PATH (\(path)); install it or name it with its folder")
    }

    private enum Look {
        case program, missing
        case unusable(String)
    }

    private static func look(at file: String) -> Look {
        var status = stat()
        guard stat(file, &status) == 0 else {
            return errno == EACCES ? .unusable("cannot be reached: permission denied") : .missing
        }
        if status.st_mode & S_IFMT == S_IFDIR { return .unusable("is a folder") }
        guard access(file, X_OK) == 0 else {
            return .unusable("is not executable (mode \(String(status.st_mode & 0o7777, radix: 8))); chmod +x makes it so")
        }
        return .program
    }

    private static func absolute(_ path: String, in folder: String) -> String {
        PathBytes.isAbsolute(path) ? path : "\(folder)/\(PathBytes.begins(path, with: "./") ? PathBytes.dropping(2, of: path) : path)"
    }
}
