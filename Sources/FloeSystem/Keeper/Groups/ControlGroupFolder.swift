internal import Glibc

/// The files by which the system shows control groups of version 2.
enum ControlGroupFolder {
    /// The folder of the group this process is in; nil where there is none.
    static func own() -> String? {
        guard let mounts = try? TextFile.read("/proc/self/mountinfo", limit: 4 << 20),
            let groups = try? TextFile.read("/proc/self/cgroup", limit: 1 << 16)
        else { return nil }
        return self.own(mounts: mounts, groups: groups)
    }

    /// - Parameters:
    ///   - mounts: As `/proc/self/mountinfo` has them.
    ///   - groups: As `/proc/self/cgroup` has them.
    static func own(mounts: String, groups: String) -> String? {
        guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else { return nil }
        let group = line.dropFirst(3)
        for mount in mounts.split(separator: "\n") {
            let words = mount.split(separator: " ")
            guard let dash = words.firstIndex(of: "-"), dash > 4, words.count > dash + 1, words[dash + 1] == "cgroup2" else { continue }
            let (root, point) = (words[3], self.plain(words[4]))
            if root == "/" { return group == "/" ? point : "\(point)\(group)" }
            // A part of the tree is mounted: ours may be outside of it.
            if group == root { return point }
            if group.hasPrefix("\(root)/") { return "\(point)\(group.dropFirst(root.count))" }
        }
        return nil
    }

    /// Blanks and the like are told as `\040`.
    private static func plain(_ word: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(word.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether there is such a group.
    static func exists(_ path: String) -> Bool {
        access("\(path)/cgroup.events", F_OK) == 0
    }

    /// The processes in a group and in those below it.
    static func members(of path: String) -> Set<Int32> {
        let text = (try? TextFile.read("\(path)/cgroup.procs", limit: 64 << 20)) ?? ""
        var members = Set(text.split(separator: "\n").compactMap { Int32($0) })
        for inner in self.inner(path) { members.formUnion(self.members(of: inner)) }
        return members
    }

    /// Whether a process is in the group, or in one below it.
    static func isIn(_ path: String, _ process: Int32) -> Bool {
        guard let text = try? TextFile.read("/proc/\(process)/cgroup", limit: 1 << 16),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })
        else { return false }
        // The names of ours are like no others.
        let end = path.split(separator: "/").suffix(2).joined(separator: "/")
        return "\(line)/".contains("/\(end)/")
    }

    /// Kills all that is in it; false where the system cannot do that (Linux before 5.14).
    static func kill(_ path: String) -> Bool {
        let file = open("\(path)/cgroup.kill", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return write(file, "1", 1) == 1
    }

    /// Removes a group without processes, and those below it; true when it is gone.
    @discardableResult
    static func remove(_ path: String) -> Bool {
        if rmdir(path) == 0 || errno == ENOENT { return true }
        for inner in self.inner(path) { self.remove(inner) }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// Kills what is in a group and removes it; false when that does not come about within the time. Blocks.
    static func end(_ path: String, milliseconds: Int64 = 10_000) -> Bool {
        let end = Keeper.clock() + milliseconds
        while self.exists(path) {
            if !self.kill(path) { for member in self.members(of: path) where member != getpid() { Glibc.kill(member, SIGKILL) } }
            if self.remove(path) { return true }
            if Keeper.clock() > end { return false }
            usleep(5000)
        }
        return true
    }

    private static func inner(_ path: String) -> [String] {
        ((try? Folder.names(in: path)) ?? []).map { "\(path)/\($0)" }.filter { Folder.exists($0) }
    }
}
