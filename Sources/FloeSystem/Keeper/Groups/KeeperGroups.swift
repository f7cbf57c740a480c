internal import Glibc

/// The control groups of a host's tasks, for whoever looks after a host that does not run. All calls block.
public enum KeeperGroups {
    /// Whether a keeper of this host has some, or had and left them.
    public static func areUsed(root: String) -> Bool { !self.folders(root: root).isEmpty }

    /// Where they are.
    public static func folders(root: String) -> [String] { KeeperHome(root: root).groups }

    /// Whether this process could make some.
    public static var canBeMade: Bool {
        guard let own = ControlGroupFolder.own() else { return false }
        return access(own, W_OK) == 0 && access("\(own)/cgroup.procs", W_OK) == 0
    }

    /// The processes that live in them.
    public static func living(root: String) -> Set<Int32> {
        KeeperHome(root: root).groups.reduce(into: []) { $0.formUnion(ControlGroupFolder.members(of: $1)) }
    }

    /// Kills what lives in them; false when something is left after ten seconds.
    public static func end(root: String) -> Bool {
        let home = KeeperHome(root: root)
        let isEnded = home.endGroups().isEmpty
        home.forgetGroups()
        return isEnded
    }
}
