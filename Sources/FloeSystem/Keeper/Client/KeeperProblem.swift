/// Why there is no keeper to hand tasks to.
public struct KeeperProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }

    /// A keeper that listens and takes no connections.
    init(silent process: Int32?, root: String) {
        let name = process.map { "\($0)" } ?? "its process"
        self.description =
            "the keeper of \(root) (\(process.map { "process \($0)" } ?? "whose process is not known")) takes no connections. If it was stopped (SIGSTOP), "
            + "let it go on with 'kill -CONT \(name)'; or end it with 'kill -9 \(name)', which loses the tasks it runs"
    }

    /// A keeper that speaks otherwise.
    init(_ sign: KeeperHome.Sign, root: String) {
        self.description =
            "the keeper of \(root) (process \(sign.process)) speaks version \(sign.version.newest) of its protocol, and this floe "
            + "\(KeeperVersion.own.newest). It may hold tasks that run: start the floe that it belongs to and let them end, or end them "
            + "and the keeper with 'kill \(sign.process)'; then their attempts are told as lost"
    }
}
