/// A text as programs write it where some bytes stand for something else. Programs differ in which they escape, hence several of each.
enum EscapedForms {
    /// Percent-escaped, in the ways of RFC 3986, of forms, of JavaScript and of Python, with hex digits of either case.
    static func url(_ text: [UInt8]) -> [[UInt8]] {
        let kept = ["-._~", "-._~/", "-._", "*-._", "-._~!*'()", "-._~!*'();,/?:@&=+$#"].map { Set($0.utf8) }
        var forms: [[UInt8]] = []
        for digits in [Self.lower, Self.upper] {
            for kept in kept {
                for blank in [[UInt8(0x25), 0x32, 0x30], [0x2B]] {
                    forms.append(
                        text.flatMap { byte -> [UInt8] in
                            if Self.isLetterOrDigit(byte) || kept.contains(byte) { return [byte] }
                            if byte == 0x20 { return blank }
                            return [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                        })
                    if !text.contains(0x20) { break }
                }
            }
        }
        return forms
    }

    /// Inside a JSON string: only what must be escaped; also slashes; also what HTML minds; all but ASCII, in hex of either case.
    static func json(_ text: [UInt8]) -> [[UInt8]] {
        let html = Set("<>&'".utf8)
        let scalars = String(validating: text, as: UTF8.self).map { Array($0.utf16) } ?? text.map(UInt16.init)
        var forms = [
            Self.json(text) { _ in false },
            Self.json(text) { $0 == 0x2F },
            Self.json(text) { html.subtracting([0x27]).contains($0) },
            Self.json(text) { html.contains($0) },
        ]
        for digits in [Self.lower, Self.upper] {
            for slash in [false, true] {
                forms.append(scalars.flatMap { Self.unit($0, digits) { $0 == 0x2F && slash } })
                forms.append(scalars.flatMap { Self.unit($0, digits) { html.contains($0) || $0 == 0x2F && slash } })
            }
        }
        return forms
    }

    /// In single quotes, as `set -x` and `printf %q` write it, and with a backslash before whatever means something.
    static func shell(_ text: [UInt8]) -> [[UInt8]] {
        let quote = UInt8(ascii: "'")
        let backslash = UInt8(ascii: "\\")
        var forms: [[UInt8]] = []
        if text.contains(quote) {
            for replaced in ["'\\''", "'\"'\"'"] { forms.append(text.flatMap { $0 == quote ? Array(replaced.utf8) : [$0] }) }
        }
        for special in [" \t'\"\\|&;()<>!{}*[]?^$`", " \t'\"\\|&;()<>!{}*[]?^$`,"].map({ Set($0.utf8) }) {
            forms.append(text.flatMap { special.contains($0) ? [backslash, $0] : [$0] })
        }
        // $'…'
        forms.append(
            text.flatMap { byte -> [UInt8] in
                switch byte {
                case quote, backslash: return [backslash, byte]
                case 0x0A: return Array("\\n".utf8)
                case 0x09: return Array("\\t".utf8)
                case 0x0D: return Array("\\r".utf8)
                default: return [byte]
                }
            })
        return forms
    }

    private static let lower = Array("0123456789abcdef".utf8)
    private static let upper = Array("0123456789ABCDEF".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func json(_ text: [UInt8], also escaped: (UInt8) -> Bool) -> [UInt8] {
        text.flatMap { $0 > 0x7E ? [$0] : Self.unit(UInt16($0), Self.lower, also: escaped) }
    }

    private static func unit(_ unit: UInt16, _ digits: [UInt8], also escaped: (UInt8) -> Bool) -> [UInt8] {
        let backslash = UInt8(ascii: "\\")
        if unit < 0x80 {
            let byte = UInt8(unit)
            switch byte {
            case UInt8(ascii: "\""), backslash: return [backslash, byte]
            case 0x0A: return Array("\\n".utf8)
            case 0x0D: return Array("\\r".utf8)
            case 0x09: return Array("\\t".utf8)
            case 0x08: return Array("\\b".utf8)
            case 0x0C: return Array("\\f".utf8)
            case UInt8(ascii: "/") where escaped(byte): return [backslash, byte]
            case 0x20...0x7E where !escaped(byte): return [byte]
            case 0x7F where !escaped(byte): return [byte]
            default: break
            }
        }
        return Array("\\u".utf8) + [12, 8, 4, 0].map { digits[Int(unit >> UInt16($0)) & 15] }
    }
}
