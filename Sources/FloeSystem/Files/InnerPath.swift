internal import Glibc

/// Paths that must not leave a folder, whatever dots and links they are made of. All calls block.
public enum InnerPath {
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    /// Makes a folder in another, with those between, and gives its path. `path` is relative to `root`, or absolute and in it.
    public static func makeFolder(_ path: String, in root: String) -> Result<String, Problem> {
        switch self.resolve(path, in: root) {
        case .failure(let problem): return .failure(problem)
        case .success(let full):
            do { try Folder.make(full) } catch { return .failure(Problem(description: error.description)) }
            return self.checked(full, in: root)
        }
    }

    /// The path without `.` and `..`, if it stays in the folder also where a part of it is a link. It need not exist.
    public static func resolve(_ path: String, in root: String) -> Result<String, Problem> {
        let outside = Problem(description: "\(path) is outside \(root)")
        guard !path.utf8.contains(0) else { return .failure(Problem(description: "a zero byte is in the path")) }
        var relative = path
        if PathBytes.isAbsolute(path) {
            guard PathBytes.isPath(path, in: root) else { return .failure(outside) }
            relative = PathBytes.dropping(root.utf8.count, of: path)
        }
        var names: [String] = []
        for name in PathBytes.names(relative) where name != "." {
            if name == ".." {
                guard names.popLast() != nil else { return .failure(outside) }
            } else {
                names.append(name)
            }
        }
        // The part of it that is there must be inside by the system's own reckoning before anything is made below it.
        var existing = names
        while true {
            let full = ([root] + existing).joined(separator: "/")
            var status = stat()
            if lstat(full, &status) == 0 {
                if case .failure(let problem) = self.checked(full, in: root) { return .failure(problem) }
                break
            }
            guard existing.popLast() != nil else { return .failure(Problem(description: "\(root) is not there")) }
        }
        return .success(([root] + names).joined(separator: "/"))
    }

    private static func checked(_ full: String, in root: String) -> Result<String, Problem> {
        guard let real = self.real(full), let realRoot = self.real(root), PathBytes.isPath(real, in: realRoot) else {
            return .failure(Problem(description: "\(full) is outside \(root)"))
        }
        return .success(full)
    }

    private static func real(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
