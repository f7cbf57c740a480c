/// A text that was sealed when it came in, and is opened where a task that may know it starts. The core only hands it on.
public struct SealedText: Sendable, Hashable, Codable {
    /// What shows instead of any sealed text.
    public static let shown = "••••"

    /// What the edge made of the text: letters, digits, `-` and `_`. Nothing of the text can be told from it.
    public var cipher: String

    public init(cipher: String) { self.cipher = cipher }
}

extension Value {
    /// There is something, and it is not sealed.
    var isClear: Bool {
        switch self {
        case .null, .sealed, .string(""): false
        case .bool, .int, .double, .string, .list, .map: true
        }
    }

    /// The value as anybody may see it.
    public var shown: Value {
        switch self {
        case .sealed: .string(SealedText.shown)
        case .list(let list): .list(list.map(\.shown))
        case .map(let map): .map(map.mapValues(\.shown))
        case .null, .bool, .int, .double, .string: self
        }
    }
}

extension [String: Value] {
    /// The values as anybody may see them.
    public var shown: [String: Value] { self.mapValues(\.shown) }

    /// All that is sealed among them.
    var sealed: [SealedText] { self.values.compactMap { if case .sealed(let text) = $0 { text } else { nil } } }
}

extension Form {
    /// Checked values with those of secret fields sealed.
    public func sealing(_ values: Values, by seal: (String) -> SealedText) -> Values {
        var values = values
        for field in self.fields where field.kind == .secret {
            if case .string(let text)? = values[field.id] { values[field.id] = .sealed(seal(text)) }
        }
        return values
    }
}
