/// What of a text is certain to show when it, or something that holds it, is written in base64.
enum Base64Forms {
    private static let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// Columns at which `base64` and MIME, and PEM, wrap.
    private static let columns = [76, 64]

    static func all(of text: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        for alphabet in [Self.plain, Self.urlSafe] {
            for before in 0..<3 { forms.append(Self.part(of: text, after: before, alphabet)) }
            forms.append(Self.whole(text, alphabet))
        }
        for text in [text, text + [0x0A]] {
            let whole = Self.whole(text, Self.plain)
            for width in Self.columns where whole.count > width { forms += Self.wrapped(whole, at: width) }
        }
        return forms
    }

    /// All of it in the URL-safe alphabet, without padding.
    static func urlSafe(_ bytes: [UInt8]) -> String { String(decoding: Self.digits(bytes, Self.urlSafe), as: UTF8.self) }

    /// What `urlSafe` wrote; nil for anything else.
    static func bytes(urlSafe text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for digit in text.utf8 {
            guard let value = Self.urlSafe.firstIndex(of: digit) else { return nil }
            bits = (bits << 6 | UInt32(value)) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// With its padding.
    private static func whole(_ text: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        let digits = Self.digits(text, alphabet)
        return digits + [UInt8](repeating: 0x3D, count: (4 - digits.count % 4) % 4)
    }

    /// The digits that depend on the text alone when so many bytes come before it.
    private static func part(of text: [UInt8], after before: Int, _ alphabet: [UInt8]) -> [UInt8] {
        let digits = Self.digits([UInt8](repeating: 0, count: before) + text, alphabet)
        let first = (before * 8 + 5) / 6
        let end = (before + text.count) * 8 / 6
        return first < end ? Array(digits[first..<end]) : []
    }

    private static func digits(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 4 / 3 + 2)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                digits.append(alphabet[Int(bits >> UInt32(count)) & 63])
            }
        }
        if count > 0 { digits.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
        return digits
    }

    /// The lines, and a last one that is short together with the end of the one before it.
    private static func wrapped(_ digits: [UInt8], at width: Int) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var at = 0
        while at < digits.count {
            lines.append(Array(digits[at..<min(at + width, digits.count)]))
            at += width
        }
        if lines.count > 1, let last = lines.last, last.count < SecretForms.usefulLine {
            lines[lines.count - 1] = Array(lines[lines.count - 2].suffix(SecretForms.usefulLine)) + [0x0A] + last
        }
        return lines
    }
}
