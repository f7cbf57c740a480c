import FloeTesting

/// A hundred secrets that are hard to find or to escape, the same at each run.
enum HostileSecret {
    static let all: [[UInt8]] = Self.written.map { Array($0.utf8) } + Self.made

    private static let written = [
        "hunter2", "aaaa", "aaaaaaaaaaaa", "abab", "abababab", "pass word", "p@ss \"w/rd'\\é& <7>+~", "it's", "'''''", "\"\"\"\"",
        "\\\\\\\\",
        "$HOME/$(id)`id`", "%41%42%43", "a%2Fb%2Fc", "====", "a=b&c=d", "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\nz8+/w==\n-----END KEY-----",
        "line one is long\nline two is longer\nx\n", "\r\n\r\n\r\n", "    four", "tab\tand\u{8}bell\u{7}", "\u{1F511}\u{1F511}",
        "ключ-к-двери",
        "\u{2028}\u{2029}", "{\"token\":\"abc/def\"}", "<script>alert(1)</script>", "user:pass@host", "https://user:pass@example.org/?a=b",
        "***", "****", "a***b", "0000000000000000", "null", "true", "undefined", "-n -e", "; rm -rf /", "\u{7f}\u{7f}\u{7f}\u{7f}",
        String(repeating: "0123456789abcdef", count: 300),
    ]

    private static let made: [[UInt8]] = {
        var chance = Seeded(11)
        let alphabets: [[UInt8]] = [
            Array("ab".utf8), Array("abc\n ".utf8), Array("0123456789abcdef".utf8), Array("+/=_-%&?\"'\\".utf8), Array(0x01...0xFF),
        ]
        return (0..<64).map { number in
            let alphabet = alphabets[number % alphabets.count]
            return (0..<chance.number(4...(number % 8 == 0 ? 1500 : 60))).map { _ in chance.pick(alphabet) }
        }
    }()
}
