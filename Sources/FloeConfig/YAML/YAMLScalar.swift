import FloeCore

/// A scalar as it is written, and what the core schema of YAML 1.2 takes it for.
///
/// Only `true` and `false` are booleans; `on`, `yes`, `no`, `off`, dates and times are text.
struct YAMLScalar: Sendable {
    enum Kind: Sendable, Hashable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(Double)
        case string
    }

    var text: String
    var kind: Kind

    /// Text in quotes, in a block, or tagged `!!str`.
    init(quoted text: String) {
        self.text = text
        self.kind = .string
    }

    init(plain text: String) {
        self.text = text
        self.kind = Self.kind(of: text)
    }

    private static func kind(of text: String) -> Kind {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 400, (0x30...0x39).contains(first) || [0x2B, 0x2D, 0x2E].contains(first) else {
            return .string
        }
        // What is too large for a number stays text: it can then still be passed on as it was written.
        if text.hasPrefix("0o") { return Self.digits(text.dropFirst(2), radix: 8) ?? .string }
        if text.hasPrefix("0x") { return Self.digits(text.dropFirst(2), radix: 16) ?? .string }
        if Self.isDecimal(bytes) { return Int64(text).map(Kind.int) ?? .string }
        guard Self.isFloat(bytes), let double = Double(text), double.isFinite else { return .string }
        return .double(double)
    }

    private static func digits(_ text: Substring, radix: Int) -> Kind? {
        guard let first = text.utf8.first, first != 0x2B, first != 0x2D else { return nil }
        return Int64(text, radix: radix).map(Kind.int)
    }

    private static func isDecimal(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.first == 0x2B || bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isFloat(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func isSign(_ byte: UInt8?) -> Bool { byte == 0x2B || byte == 0x2D }
        func takeDigits() -> Int {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        if isSign(rest.first) { rest = rest.dropFirst() }
        let whole = takeDigits()
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            if takeDigits() == 0, whole == 0 { return false }
        } else if whole == 0 {
            return false
        }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest = rest.dropFirst()
            if isSign(rest.first) { rest = rest.dropFirst() }
            if takeDigits() == 0 { return false }
        }
        return rest.isEmpty
    }
}

extension YAMLNode {
    /// The value as flows and events carry it.
    var value: Value {
        switch self.content {
        case .list(let list): .list(list.map(\.value))
        case .map(let map): .map(Dictionary(map.map { ($0.key, $0.value.value) }, uniquingKeysWith: { first, _ in first }))
        case .scalar(let scalar):
            switch scalar.kind {
            case .null: .null
            case .bool(let bool): .bool(bool)
            case .int(let int): .int(int)
            case .double(let double): .double(double)
            case .string: .string(scalar.text)
            }
        }
    }
}
