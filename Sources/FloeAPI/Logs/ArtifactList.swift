/// Files kept with a run.
public struct ArtifactList: Sendable, Hashable, Codable {
    public struct Artifact: Sendable, Hashable, Codable {
        public var node: String
        /// Of the file below the node's folder.
        public var path: String
        public var bytes: Int

        public init(node: String, path: String, bytes: Int) {
            self.node = node
            self.path = path
            self.bytes = bytes
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
