/// Files kept with a run.
public struct ArtifactList: Sendable, Hashable, Codable {
    public struct Artifact: Sendable, Hashable, Codable {
        public var node: String
        /// What it is asked for by: the node, and its place among the files of that.
        public var path: String
        /// Bytes.
        public var size: Int

        public init(node: String, path: String, size: Int) {
            self.node = node
            self.path = path
            self.size = size
        }
    }

    public var artifacts: [Artifact]
    /// There are more than are told.
    public var more: Bool

    public init(artifacts: [Artifact], more: Bool) {
        self.artifacts = artifacts
        self.more = more
    }
}
