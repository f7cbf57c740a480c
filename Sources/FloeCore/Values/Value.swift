/// A value as flow files, events and the API carry it: what JSON can say.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case list([Value])
    case map([String: Value])
    /// A text that only tasks may know.
    case sealed(SealedText)

    /// The value as text: what a template or an environment variable shows of it.
    /// Lists and maps have none; a sealed text is not told.
    public var text: String? {
        switch self {
        case .null: ""
        case .bool(let bool): bool ? "true" : "false"
        case .int(let int): String(int)
        case .double(let double): String(double)
        case .string(let string): string
        case .sealed: SealedText.shown
        case .list, .map: nil
        }
    }

    public var string: String? { if case .string(let string) = self { string } else { nil } }
    public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    public var int: Int64? { if case .int(let int) = self { int } else { nil } }
    public var list: [Value]? { if case .list(let list) = self { list } else { nil } }
    public var map: [String: Value]? { if case .map(let map) = self { map } else { nil } }
}

/// Values by name: what an event carries, what a form was answered with.
public typealias Values = [String: Value]

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
