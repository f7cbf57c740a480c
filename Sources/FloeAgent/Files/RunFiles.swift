public import FloeCore
public import FloeSystem

/// All files of a host that belong to one run: logs, workspace, artifacts.
public struct RunFiles: Sendable {
    private let logs: LogStore
    private let workspaces: Workspaces
    private let artifacts: Artifacts

    /// `root` is the absolute path of the host's folder; workspaces may be elsewhere.
    public init(root: String, workspaceRoot: String? = nil) {
        self.logs = LogStore(root: root)
        self.workspaces = Workspaces(root: workspaceRoot ?? root)
        self.artifacts = Artifacts(root: root)
    }

    /// The folders, whether they exist or not. A workspace that the runs of a flow share is nobody's.
    public func folders(of run: RunRef, flow: String) throws(FileProblem) -> [String] {
        [
            try self.logs.folder(of: run, flow: flow), try self.workspaces.path(of: run, flow: flow, shared: false),
            try self.artifacts.folder(of: run, flow: flow),
        ]
    }

    /// Paths relative to the root of the files kept for people: logs, artifacts. Blocks.
    public static func kept(of run: RunRef, flow: String, root: String, logs: Bool, artifacts: Bool) throws(FileProblem) -> [String] {
        let folders =
            (logs ? [try LogStore(root: root).folder(of: run, flow: flow)] : [])
            + (artifacts ? [try Artifacts(root: root).folder(of: run, flow: flow)] : [])
        return folders.flatMap { folder in
            FolderTree.entries(folder).filter { $0.kind == .file }.map { "\(folder.dropFirst(root.count + 1))/\($0.path)" }
        }
    }

    /// What they take on the disk. Blocks.
    public func bytes(of run: RunRef, flow: String) -> Int64 {
        ((try? self.folders(of: run, flow: flow)) ?? []).reduce(0) { $0 + FolderSize.bytes($1) }
    }

    /// Removes them. May be done again where it was broken off. Blocks.
    public func remove(_ run: RunRef, flow: String) throws(FileProblem) {
        for folder in try self.folders(of: run, flow: flow) { try Folder.remove(folder) }
    }
}
