public import FloeCore

/// The output of attempts, one append-only file each:
/// `logs/<flow>/<run>/<node>.<pass>.<attempt>[.<instance>].log` under the root of the host.
///
/// Writers open the file themselves; whoever reads sees what was written so far.
public struct LogStore: Sendable {
    /// Absolute path of the folder of all logs.
    public let folder: String

    public init(root: String) { self.folder = "\(root)/logs" }

    /// Where the log of an attempt is, whether it exists or not.
    public func path(of id: OrderID, flow: String) throws(FileProblem) -> String {
        let instance = id.instance.isEmpty ? "" : ".\(PathName.encoded(id.instance))"
        let name = "\(id.node).\(id.pass).\(id.attempt)\(instance).log"
        guard PathName.checked(id.node) != nil, PathName.checked(name) != nil else {
            throw .name("a log file", id.description)
        }
        return "\(try self.folder(of: id.run, flow: flow))/\(name)"
    }

    /// The folder of a run's logs.
    public func folder(of run: RunRef, flow: String) throws(FileProblem) -> String {
        guard let flow = PathName.checked(flow), let run = PathName.checked(run.description) else {
            throw .name("a folder of logs", "\(flow)/\(run)")
        }
        return "\(self.folder)/\(flow)/\(run)"
    }

    /// Makes the folder of an attempt's log and gives the path of the log, which the first to write makes. Blocks.
    public func prepare(_ id: OrderID, flow: String) throws(FileProblem) -> String {
        let path = try self.path(of: id, flow: flow)
        if let code = Failpoint.logMake.failure() { throw FileProblem("make the folder of the log", path, code: code) }
        try Folder.make(Folder.parent(of: path))
        return path
    }

    /// Removes all logs of a run. Blocks.
    public func remove(_ run: RunRef, flow: String) throws(FileProblem) {
        try Folder.remove(self.folder(of: run, flow: flow))
    }
}
