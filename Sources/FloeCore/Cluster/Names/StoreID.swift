/// Names a store: random, made with an empty store and by a restore. Another disk is another id.
public struct StoreID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var text: String

    public init(_ text: String) { self.text = text }

    public init(from decoder: any Decoder) throws { self.text = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.text)
    }

    public var description: String { self.text }
    public static func < (a: StoreID, b: StoreID) -> Bool { a.text < b.text }
}
