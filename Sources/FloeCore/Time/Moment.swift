/// A point in time: milliseconds since 1970-01-01 UTC.
///
/// The core never asks for the time; every decision is given one.
public struct Moment: Sendable, Hashable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(from decoder: any Decoder) throws {
        self.milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.milliseconds)
    }

    public static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }
    public static func + (a: Moment, b: Span) -> Moment { Moment(milliseconds: a.milliseconds &+ b.milliseconds) }
    public static func - (a: Moment, b: Moment) -> Span { Span(milliseconds: a.milliseconds &- b.milliseconds) }
}
