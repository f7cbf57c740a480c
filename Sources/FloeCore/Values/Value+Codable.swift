extension Value: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let int = try? container.decode(Int64.self) {
            self = .int(int)
        } else if let double = try? container.decode(Double.self) {
            self = .double(double)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let list = try? container.decode([Value].self) {
            self = .list(list)
        } else {
            let map = try container.decode([String: Value].self)
            self = Self.sealed(in: map) ?? .map(map)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .int(let int): try container.encode(int)
        case .double(let double): try container.encode(double)
        case .string(let string): try container.encode(string)
        case .list(let list): try container.encode(list)
        case .map(let map): try container.encode(map)
        case .sealed(let text): try container.encode([Self.sealedKey: text.cipher])
        }
    }

    /// The only key of a map that stands for a sealed text.
    public static let sealedKey = "$sealed"

    /// What a map that was written stands for, when it is not itself.
    public static func sealed(in map: [String: Value]) -> Value? {
        guard map.count == 1, case .string(let cipher)? = map[Self.sealedKey] else { return nil }
        return .sealed(SealedText(cipher: cipher))
    }
}
