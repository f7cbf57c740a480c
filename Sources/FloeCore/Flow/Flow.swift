/// A description of nodes linked by the events they listen for, as it was authored, validated and normalised.
///
/// It never changes: a run keeps the flow it was started with.
public struct Flow: Sendable, Hashable, Codable {
    /// Where a flow comes from; single ones are made for one operation and are not listed.
    public enum Origin: String, Sendable, Hashable, Codable { case file, stored, single }

    /// What happens when a run of the flow meets another live one with the same key.
    public enum Overlap: String, Sendable, Hashable, Codable, CaseIterable {
        case allow, queue, skip
        case cancelPrevious = "cancel-previous"
    }

    public var id: String
    public var version: Int
    public var name: String
    public var origin: Origin = .file
    public var reuseSpace = false
    public var hostTags: [String] = []
    public var resourceTags: [String] = []
    /// `KEY=value` for every task of the flow.
    public var env: [String] = []
    /// Where the tasks are loaded from after a run is stored and before it is placed.
    public var flowFile: String?
    /// Typed inputs, used by data triggers that have no form of their own.
    public var params: [FormField] = []
    /// From activation to the end.
    public var timeout: Span?
    /// From adoption to activation.
    public var queueTimeout: Span?
    /// From the decided end to the archive.
    public var cleanupTimeout = Span(seconds: 600)
    public var overlap: Overlap = .allow
    /// A template; only runs with the same text overlap.
    public var overlapKey: String?
    /// Runs of the flow are never swept.
    public var keep = false
    public var retention: Retention?
    public var publicBadge = false
    public var triggers: [Trigger] = []
    public var nodes: [Node] = []

    public init(id: String, version: Int = 1, name: String? = nil, triggers: [Trigger] = [], nodes: [Node] = []) {
        self.id = id
        self.version = version
        self.name = name ?? id
        self.triggers = triggers
        self.nodes = nodes
    }

    /// `id@version`: the flow's key among all flows.
    public var key: FlowKey { FlowKey(id: self.id, version: self.version) }
}

/// What tells one flow from all others.
public struct FlowKey: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    public var id: String
    public var version: Int

    public init(id: String, version: Int) {
        self.id = id
        self.version = version
    }

    public var description: String { "\(self.id)@\(self.version)" }
    public static func < (a: FlowKey, b: FlowKey) -> Bool { (a.id, a.version) < (b.id, b.version) }
}
