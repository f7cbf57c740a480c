public import FloeCore

/// The folders runs work in: `spaces/<flow>/ws/<run>`, or `ws/single` where the runs of a flow share one.
public struct Workspaces: Sendable {
    /// Absolute path of the folder of all workspaces.
    public let folder: String

    public init(root: String) { self.folder = "\(root)/spaces" }

    /// Where a run works, whether the folder exists or not.
    public func path(of run: RunRef, flow: String, shared: Bool) throws(FileProblem) -> String {
        guard let flow = PathName.checked(flow), let name = shared ? "single" : PathName.checked(run.description) else {
            throw .name("a workspace", "\(flow)/\(run)")
        }
        return "\(self.folder)/\(flow)/ws/\(name)"
    }

    /// Makes the workspace unless it is there, and gives its path. Blocks.
    public func make(for run: RunRef, flow: String, shared: Bool) throws(FileProblem) -> String {
        let path = try self.path(of: run, flow: flow, shared: shared)
        if let code = Failpoint.workspaceMake.failure() { throw FileProblem("make the folder", path, code: code) }
        try Folder.make(path)
        Failpoint.workspaceMade.pass()
        return path
    }

    /// Removes a workspace with all in it. Blocks.
    public func remove(of run: RunRef, flow: String, shared: Bool) throws(FileProblem) {
        try Folder.remove(self.path(of: run, flow: flow, shared: shared))
    }
}
