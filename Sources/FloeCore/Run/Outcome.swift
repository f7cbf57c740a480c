/// How one attempt, instance or pass ended. A failure is a value.
public struct Outcome: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case good, bad, error, lost, skipped, cancelled
        case timedOut = "timed-out"
    }

    public var kind: Kind
    /// Exit status, where there is one; death by signal N is 128 + N.
    public var status: Int?
    /// Why, in a word or a sentence, where the kind does not say it.
    public var reason: String?
    /// What it reported: lines of `$FLOE_OUTPUT`, the hash of a checkout.
    public var values: Values

    public init(_ kind: Kind, status: Int? = nil, reason: String? = nil, values: Values = [:]) {
        self.kind = kind
        self.status = status
        self.reason = reason
        self.values = values
    }
}
