internal import Glibc

/// Where the control groups of this host's keepers are: a later keeper, or `floe doctor`, may be in another group and not find them.
extension KeeperHome {
    private var groupsPath: String { "\(self.root)/keeper.groups" }

    /// Those that are there.
    var groups: [String] {
        let text = (try? TextFile.read(self.groupsPath, limit: 1 << 20)) ?? ""
        return text.split(separator: "\n").map(String.init).filter { ControlGroups.isOurs($0) }
    }

    /// Ends what earlier keepers left in their groups; gives the groups that could not be removed. Blocks.
    func endGroups() -> [String] { self.groups.filter { !ControlGroupFolder.end($0) } }

    /// The groups of a new keeper, noted before anything is in them; nil where there can be none. What earlier ones left is ended first.
    func makeGroups(instance: String) throws(FileProblem) -> ControlGroups? {
        let left = self.endGroups()
        guard let folder = ControlGroups.folder(of: instance) else { return nil }
        try self.note(left + [folder])
        return ControlGroups(folder: folder)
    }

    private func note(_ groups: [String]) throws(FileProblem) {
        let draft = "\(self.groupsPath).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileProblem("write", draft) }
        defer { close(file) }
        let bytes = Array(groups.map { "\($0)\n" }.joined().utf8)
        guard write(file, bytes, bytes.count) == bytes.count, rename(draft, self.groupsPath) == 0 else {
            throw FileProblem("write", draft)
        }
    }

    /// Nothing is in any group any more.
    func forgetGroups() { if self.groups.isEmpty { unlink(self.groupsPath) } }
}
