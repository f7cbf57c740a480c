internal import Glibc

/// Finds files by patterns. All calls block.
public struct GlobWalk: Sendable {
    /// How many folders deep it looks.
    public static let deepest = 200

    /// What fits a pattern.
    public struct Found: Sendable, Hashable {
        /// Relative to the root, sorted.
        public var files: [String]
        /// There are folders that might have more, too deep to be looked into.
        public var isTooDeep: Bool
    }

    /// A folder that is to be looked into, with the part of the pattern that its names must fit; after the last all of them do.
    private struct Step: Hashable {
        var folder: String
        var depth: Int
        var part: Int
    }

    private let root: String
    private let limit: Int

    /// `limit` is how many files are found at most.
    public init(root: String, limit: Int) {
        self.root = root
        self.limit = limit
    }

    /// Files that fit; of a folder that fits, all in it. Folders that are links are not entered.
    public func find(_ pattern: GlobPattern) -> Found {
        let parts = pattern.parts
        // By several ways only where there are several.
        let isManifold = parts.count { $0 == .folders } > 1
        var seen: Set<Step> = []
        var found: Set<String> = []
        var isTooDeep = false
        var steps = [Step(folder: "", depth: 0, part: 0)]
        while found.count < self.limit, let step = steps.popLast() {
            if isManifold, !seen.insert(step).inserted { continue }
            let isLast = step.part >= parts.count - 1
            var inner: [Step] = []
            for name in ((try? Folder.names(in: self.full(step.folder))) ?? []).sorted() where found.count < self.limit {
                let next: Int
                switch step.part < parts.count ? parts[step.part] : nil {
                case .folders:
                    guard name.utf8.first != UInt8(ascii: ".") else { continue }
                    next = step.part
                case .name(let pattern):
                    guard GlobPattern.matches(Array(name.utf8), pattern) else { continue }
                    next = step.part + 1
                case nil: next = step.part
                }
                let path = step.folder.isEmpty ? name : "\(step.folder)/\(name)"
                if !self.isFolder(path) {
                    if isLast { found.insert(path) }
                } else if step.depth < Self.deepest {
                    inner.append(Step(folder: path, depth: step.depth + 1, part: next))
                } else {
                    isTooDeep = true
                }
            }
            steps += inner.reversed()
            if step.part < parts.count, parts[step.part] == .folders, !isLast {
                steps.append(Step(folder: step.folder, depth: step.depth, part: step.part + 1))
            }
        }
        return Found(files: found.sorted(), isTooDeep: isTooDeep)
    }

    private func full(_ path: String) -> String { path.isEmpty ? self.root : "\(self.root)/\(path)" }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(self.full(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
