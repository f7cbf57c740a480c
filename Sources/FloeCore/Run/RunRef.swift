/// The name of a run in the whole cluster: the host that adopted it, and a number that host never uses again. Printed `h1-42`.
public struct RunRef: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var host: String
    public var number: Int

    public init(host: String, number: Int) {
        self.host = host
        self.number = number
    }

    /// Reads `h1-42`; nil when it is no reference.
    public init?(_ text: some StringProtocol) {
        guard let dash = text.lastIndex(of: "-"), dash != text.startIndex else { return nil }
        let digits = text[text.index(after: dash)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number > 0 else {
            return nil
        }
        self.host = String(text[..<dash])
        self.number = number
    }

    public var description: String { "\(self.host)-\(self.number)" }

    public static func < (a: RunRef, b: RunRef) -> Bool { (a.number, a.host) < (b.number, b.host) }
}

extension RunRef: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let ref = RunRef(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no run reference")
        }
        self = ref
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
