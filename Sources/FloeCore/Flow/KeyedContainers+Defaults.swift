// A flow is stored for as long as its runs are, and read by later versions. So keys that are missing take their
// defaults, and what is at its default is not written: a key that a later version adds changes no digest.

extension KeyedDecodingContainer {
    /// The value of a key, or the default where the key is missing.
    func value<T: Decodable>(_ key: Key, or standard: T) throws -> T {
        try self.decodeIfPresent(T.self, forKey: key) ?? standard
    }
}

extension KeyedEncodingContainer {
    /// Writes a key unless its value is the default.
    mutating func encode<T: Encodable & Equatable>(_ value: T, _ key: Key, unless standard: T) throws {
        if value != standard { try self.encode(value, forKey: key) }
    }
}
