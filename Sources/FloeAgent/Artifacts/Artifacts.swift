public import FloeCore
public import FloeSystem

/// Files kept with a run: `artifacts/<flow>/<run>/<node>/<path>` under the root of the host; with instances one more
/// folder, of that name, after the node's.
public struct Artifacts: Sendable {
    /// How many files, and how many bytes, one attempt may have kept.
    public static let mostFiles = 10_000
    public static let mostBytes: Int64 = 10 << 30

    /// Absolute path of the folder of all artifacts.
    public let folder: String

    public init(root: String) { self.folder = "\(root)/artifacts" }

    /// Where the artifacts of a run are, in a folder for each node.
    public func folder(of run: RunRef, flow: String) throws(FileProblem) -> String {
        guard let flow = PathName.checked(flow), let run = PathName.checked(run.description) else {
            throw .name("a folder of artifacts", "\(flow)/\(run)")
        }
        return "\(self.folder)/\(flow)/\(run)"
    }

    /// Removes all artifacts of a run. Blocks.
    public func remove(_ run: RunRef, flow: String) throws(FileProblem) { try Folder.remove(self.folder(of: run, flow: flow)) }

    /// Copies what the node names out of its workspace. Blocks.
    ///
    /// - Parameter refusing: whether a file must not be kept because of its name, which everybody can see.
    func keep(
        _ patterns: [String], of id: OrderID, flow: String, workspace: String, refusing: (String) -> Bool = { _ in false }
    ) -> KeptArtifacts {
        guard let folder = try? self.folder(of: id.run, flow: flow), let node = PathName.checked(id.node),
            let instance = id.instance.isEmpty ? node : PathName.checked(PathName.encoded(id.instance))
        else {
            return KeptArtifacts(problem: "the artifacts of \(id) cannot be kept: no folder can have that name")
        }
        let target = id.instance.isEmpty ? "\(folder)/\(node)" : "\(folder)/\(node)/\(instance)"
        var kept = KeptArtifacts()
        for text in patterns {
            guard let pattern = GlobPattern(text) else {
                kept.fail("'\(text)' under 'artifacts' is no pattern for files of the workspace; write a path relative to it")
                continue
            }
            // One more than may be kept, to know that there are more.
            let found = GlobWalk(root: workspace, limit: kept.filesLeft + 1).find(pattern)
            if found.isTooDeep {
                kept.note("artifacts: '\(text)' leads more than \(GlobWalk.deepest) folders deep; what is deeper is not kept")
            }
            if found.files.isEmpty { kept.note("artifacts: nothing fits '\(text)'") }
            for file in found.files {
                Failpoint.artifactKeep.pass()
                guard kept.filesLeft > 0 else {
                    kept.fail(
                        "artifacts beyond the first \(Self.mostFiles) files cannot be kept; pack them into one, or name fewer under 'artifacts'"
                    )
                    return kept
                }
                if refusing(file) {
                    kept.note("artifacts: \(file) is not kept, since its name holds a secret; name it otherwise")
                } else {
                    kept.add(file, FileCopy.copy(file, from: workspace, to: "\(target)/\(file)", limit: kept.bytesLeft))
                }
            }
        }
        return kept
    }
}
