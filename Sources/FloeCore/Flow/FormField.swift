/// One question of a form, one input of a flow.
public struct FormField: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case text, string, bool, int, choice, secret, multiline
    }

    public var id: String
    public var prompt: String
    public var kind: Kind
    /// What the field holds before anybody changes it.
    public var value: Value?
    public var required: Bool
    /// What can be chosen, for `choice`.
    public var options: [String]
    /// A regular expression that the whole text must match.
    public var pattern: String?

    public init(
        id: String, prompt: String? = nil, kind: Kind = .text, value: Value? = nil, required: Bool = false,
        options: [String] = [], pattern: String? = nil
    ) {
        self.id = id
        self.prompt = prompt ?? id
        self.kind = kind
        self.value = value
        self.required = required
        self.options = options
        self.pattern = pattern
    }
}

/// What a person, or a program in their place, is asked.
public struct Form: Sendable, Hashable, Codable {
    public var title: String
    public var fields: [FormField]

    public init(title: String = "", fields: [FormField] = []) {
        self.title = title
        self.fields = fields
    }
}
