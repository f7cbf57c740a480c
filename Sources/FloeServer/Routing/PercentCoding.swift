/// Paths and queries as they are sent, and as they are meant.
enum PercentCoding {
    /// The segments of a path, decoded one by one. Nil when one is no text, or holds a slash or a NUL.
    static func segments(_ path: Substring) -> [String]? {
        var segments: [String] = []
        for piece in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = Self.decoded(piece, plusIsSpace: false), !segment.utf8.contains(0x2F) else { return nil }
            segments.append(segment)
        }
        return segments
    }

    /// The first value of each key of a query.
    static func query(_ text: Substring) -> [String: String] {
        var query: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = Self.decoded(parts[0], plusIsSpace: true), query[key] == nil else { continue }
            query[key] = parts.count == 2 ? Self.decoded(parts[1], plusIsSpace: true) : ""
        }
        return query
    }

    /// Nil when it is no UTF-8, a code is cut off, or it holds a NUL.
    static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        let utf8 = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var at = 0
        while at < utf8.count {
            switch utf8[at] {
            case 0x25:
                guard at + 2 < utf8.count, let high = Self.hex(utf8[at + 1]), let low = Self.hex(utf8[at + 2]) else { return nil }
                bytes.append(high << 4 | low)
                at += 3
            case 0x2B where plusIsSpace:
                bytes.append(0x20)
                at += 1
            default:
                bytes.append(utf8[at])
                at += 1
            }
        }
        if bytes.contains(0) { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// For use in a path or a header: all but letters, digits and `-._~` coded.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
