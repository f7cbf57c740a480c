/// A flow as a run keeps it, stored once for all runs that share it.
public struct FrozenFlow: Sendable, Hashable {
    /// SHA-256 of its JSON with sorted keys, in lower-case hex. Made by the shell: the core does not hash.
    public let digest: String
    public let compiled: CompiledFlow
    public var flow: Flow { self.compiled.flow }

    public init(digest: String, flow: Flow) {
        self.digest = digest
        self.compiled = CompiledFlow(flow)
    }

    public static func == (a: FrozenFlow, b: FrozenFlow) -> Bool { a.digest == b.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(self.digest) }
}
