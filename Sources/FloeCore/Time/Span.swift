/// A length of time in milliseconds.
public struct Span: Sendable, Hashable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    public init(from decoder: any Decoder) throws {
        self.milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.milliseconds)
    }

    public var seconds: Double { Double(self.milliseconds) / 1000 }
    public static let zero = Span(milliseconds: 0)
    public static let hour = Span(seconds: 3600)
    public static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }
}
