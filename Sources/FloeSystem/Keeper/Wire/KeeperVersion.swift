/// Which messages a program understands. Both sides of a connection say theirs; those that do not overlap say so and part.
struct KeeperVersion: Sendable, Hashable {
    /// What this program speaks.
    static let own = KeeperVersion(newest: 1, oldest: 1)

    var newest: Int64
    /// What it still understands.
    var oldest: Int64

    func understands(_ other: KeeperVersion) -> Bool { self.newest >= other.oldest && other.newest >= self.oldest }
}
