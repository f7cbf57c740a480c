import Crypto
public import FloeCore
public import FoundationEssentials

extension FrozenFlow {
    /// Makes a flow what runs keep: its digest, and the flow as it will be read back from a store.
    ///
    /// JSON says some numbers in one way only (2.0 is 2), so the flow is read back here: a run sees the same options before
    /// and after a restart.
    /// - Throws: `EncodingError` for what JSON cannot say, an infinite number.
    public static func freeze(_ flow: Flow) throws -> FrozenFlow {
        let json = try flow.json()
        return FrozenFlow(digest: Self.digest(of: json), flow: try Flow(json: json))
    }

    /// SHA-256 in lower-case hex.
    static func digest(of json: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hex = SHA256.hash(data: json).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: hex, as: UTF8.self)
    }
}

extension Flow {
    /// The flow as JSON with sorted keys and without what is at its default: equal flows give equal bytes.
    /// - Throws: `EncodingError` for what JSON cannot say, an infinite number.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Reads what `json()` wrote, in this version or an earlier one: missing keys take their defaults.
    /// - Throws: `DecodingError` when it is no flow.
    public init(json: Data) throws {
        self = try JSONDecoder().decode(Flow.self, from: json)
    }
}
