/// Why there is no keeper to hand tasks to.
public struct KeeperProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }

    /// A keeper that speaks otherwise.
    init(_ sign: KeeperHome.Sign, root: String) {
        self.description =
            "the keeper of \(root) (process \(sign.process)) speaks version \(sign.version.newest) of its protocol, and this floe "
            + "\(KeeperVersion.own.newest). It may hold tasks that run: start the floe that it belongs to and let them end, or end them "
            + "and the keeper with 'kill \(sign.process)'; then their attempts are told as lost"
    }
}
