/// A node that starts runs of its flow. Each emits `trigger.good`.
public struct Trigger: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case data, timer, webhook, flow
        case pollGit = "poll-git"
        case gitPush = "git-push"
    }

    /// Which ends of another flow start this one.
    public enum EndResult: String, Sendable, Hashable, Codable, CaseIterable { case good, bad, cancelled, any }

    public var id: String
    public var name: String
    public var kind: Kind
    /// `data`: what is asked for.
    public var form: Form?
    /// `timer`: time between fires.
    public var period: Span?
    /// `flow`: whose end starts this one (`id` or `id@version`), and which ends.
    public var flow: String?
    public var result: EndResult = .good
    /// All other options; they travel with the run as its trigger's values.
    public var options: Values = [:]

    public init(id: String, name: String? = nil, kind: Kind, form: Form? = nil, period: Span? = nil) {
        self.id = id
        self.name = name ?? id
        self.kind = kind
        self.form = form
        self.period = period
    }
}
