internal import FloeCore

/// Writes values as JSON, keys sorted, so that reading gives the very same values: a double keeps its point, which
/// Foundation's encoder takes from it. A number that is infinite or none becomes null, for which alone JSON has a word.
struct ValueWriter {
    private(set) var bytes: [UInt8] = []

    static func text(_ value: Value) -> String {
        var writer = ValueWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    mutating func write(_ value: Value) {
        switch value {
        case .null: self.bytes += "null".utf8
        case .bool(let bool): self.bytes += (bool ? "true" : "false").utf8
        case .int(let int): self.bytes += String(int).utf8
        case .double(let double): self.bytes += (double.isFinite ? double.description : "null").utf8
        case .string(let string): self.write(string)
        case .list(let list): self.write(list)
        case .map(let map): self.write(map)
        case .sealed(let text): self.write([Value.sealedKey: .string(text.cipher)])
        }
    }

    private mutating func write(_ list: [Value]) {
        self.bytes.append(UInt8(ascii: "["))
        for (at, value) in list.enumerated() {
            if at > 0 { self.bytes.append(UInt8(ascii: ",")) }
            self.write(value)
        }
        self.bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ map: [String: Value]) {
        self.bytes.append(UInt8(ascii: "{"))
        for (at, entry) in map.sorted(by: { $0.key < $1.key }).enumerated() {
            if at > 0 { self.bytes.append(UInt8(ascii: ",")) }
            self.write(entry.key)
            self.bytes.append(UInt8(ascii: ":"))
            self.write(entry.value)
        }
        self.bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ string: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(byte)
            case UInt8(ascii: "\n"): self.bytes += "\\n".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                self.bytes += "\\u00".utf8
                if digits.utf8.count == 1 { self.bytes.append(UInt8(ascii: "0")) }
                self.bytes += digits.utf8
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }
}
