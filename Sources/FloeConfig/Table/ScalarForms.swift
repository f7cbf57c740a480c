import FloeCore

/// Texts with a form of their own: lengths of time, sizes, variables, addresses.
enum ScalarForms {
    /// `90s`, `15m`, `2h`, `7d`, or a bare number of seconds; at most a hundred years.
    static func span(_ scalar: YAMLScalar) -> Span? {
        let factors: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        var text = scalar.text
        var factor: Int64 = 1
        if let unit = text.last, let known = factors[unit] {
            factor = known
            text.removeLast()
        }
        guard let count = Self.whole(text), count <= 3_155_760_000 / factor else { return nil }
        return Span(seconds: count * factor)
    }

    /// `512MB`, `20GiB`, or a bare number of bytes.
    static func size(_ scalar: YAMLScalar) -> Int64? {
        let digits = scalar.text.prefix { ("0"..."9").contains($0) }
        let unit = scalar.text.dropFirst(digits.count).drop { $0 == " " }
        let letters = ["K", "M", "G", "T"]
        var factor: Int64 = 1
        if let power = letters.firstIndex(where: { unit.hasPrefix($0) }) {
            let base: Int64
            switch unit.dropFirst() {
            case "B": base = 1000
            case "iB": base = 1024
            default: return nil
            }
            for _ in 0...power { factor *= base }
        } else if !unit.isEmpty, unit != "B" {
            return nil
        }
        guard let count = Self.whole(String(digits)), count <= Int64.max / factor else { return nil }
        return count * factor
    }

    /// Digits only: no sign, no point.
    static func whole(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// A number, or a percentage up to 100.
    static func isShare(_ text: String) -> Bool {
        guard text.hasSuffix("%") else { return self.whole(text) != nil }
        return self.whole(String(text.dropLast())).map { $0 <= 100 } ?? false
    }

    static func isVariableName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        }
    }

    static func isVariable(_ text: String) -> Bool {
        guard let equals = text.firstIndex(of: "=") else { return false }
        return self.isVariableName(text[..<equals]) && !text.utf8.contains(0)
    }

    /// A path, or a pattern of paths, that is relative and stays where it starts.
    static func isInnerPath(_ text: String) -> Bool {
        var names = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        let (here, above) = (Array(".".utf8), Array("..".utf8))
        if names.first == here { names.removeFirst() }
        if names.last?.isEmpty == true { names.removeLast() }
        return !names.isEmpty && names.allSatisfy { !$0.isEmpty && $0 != here && $0 != above && !$0.contains(0) }
    }

    static func isURL(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            guard let first = rest.first, first != "/" else { return false }
            return !rest.contains { $0.isWhitespace }
        }
        return false
    }
}
