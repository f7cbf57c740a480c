import FloeTesting
import Testing

@testable import FloeSystem

@Suite("masking of secrets", .timeLimit(.minutes(5)))
struct SecretMaskTests {
    /// Every byte of every find is left out, and each unbroken run of them shows as ***; looked for in the slowest way.
    private static func oracle(_ text: [UInt8], _ forms: Set<[UInt8]>) -> [UInt8] {
        var covered = [Bool](repeating: false, count: text.count)
        let byFirst = Dictionary(grouping: forms) { $0[0] }
        for at in text.indices {
            for form in byFirst[text[at]] ?? [] where text[at...].starts(with: form) {
                for index in at..<at + form.count { covered[index] = true }
            }
        }
        var result: [UInt8] = []
        for at in text.indices {
            if !covered[at] { result.append(text[at]) } else if at == 0 || !covered[at - 1] { result += Array("***".utf8) }
        }
        return result
    }

    private static func stream(
        _ text: [UInt8], _ mask: SecretMask, _ chance: inout Seeded, most: Int, pauses: Bool = false
    ) -> [UInt8] {
        var stream = MaskStream(mask)
        var result: [UInt8] = []
        var at = 0
        while at < text.count {
            let count = min(chance.number(0...most), text.count - at)
            text[at..<at + count].withUnsafeBufferPointer { stream.feed($0, into: &result) }
            at += count
            if pauses { stream.pause(into: &result) }
        }
        stream.end(into: &result)
        return result
    }

    /// Text that holds forms of the secrets, pieces of them, and what looks like them.
    private static func text(_ forms: [[UInt8]], _ chance: inout Seeded) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<chance.number(4...24) {
            let form = chance.pick(forms)
            switch chance.number(0...5) {
            case 0, 1: text += form
            case 2: text += form.prefix(chance.number(0...form.count))
            case 3: text += form.suffix(chance.number(0...form.count))
            case 4: text += (0..<chance.number(0...40)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
            default: text += form.prefix(form.count / 2) + form
            }
        }
        return text
    }

    @Test func `A hundred hostile secrets in all forms, cut anywhere, are masked as the slowest way would`() {
        #expect(HostileSecret.all.count >= 100)
        var chance = Seeded(7)
        for (number, secret) in HostileSecret.all.enumerated() {
            // Two at a time, so that finds overlap.
            let other = HostileSecret.all[(number * 37 + 5) % HostileSecret.all.count]
            let mask = SecretMask(secrets: [secret, other])
            let forms = SecretForms.all(of: secret).union(SecretForms.all(of: other))
            guard !forms.isEmpty else { continue }
            let sorted = forms.sorted { $0.lexicographicallyPrecedes($1) }
            for most in [1, 7, 4096] {
                let text = Self.text(sorted, &chance)
                let expected = Self.oracle(text, forms)
                #expect(Self.stream(text, mask, &chance, most: most) == expected, "secret \(number), parts of up to \(most) bytes")
                #expect(mask.masked(text) == expected, "secret \(number) at once")
            }
        }
    }

    @Test func `A pause in the middle of a secret shows less than four bytes of it`() {
        var chance = Seeded(8)
        for secret in HostileSecret.all where (8...SecretForms.longestPiece).contains(secret.count) {
            let mask = SecretMask(secrets: [secret])
            // What comes before and after is in no form of any secret.
            let text = Array("\u{3}\u{4}".utf8) + secret + Array("\u{5}\u{6}".utf8)
            let shown = Self.stream(text, mask, &chance, most: 1, pauses: true)
            #expect(shown.count <= 2 + 3 + 3 + 2, "\(String(decoding: secret, as: UTF8.self))")
        }
    }

    private static let secret = "p@ss \"w/rd'\\é& <7>+~"

    @Test(
        arguments: [
            // As Python's base64 wrote it, alone, after `user:`, after `xuser:` and before `!`, and URL-safe.
            ("cEBzcyAidy9yZCdcw6kmIDw3Pit+", "***"),
            ("dXNlcjpwQHNzICJ3L3JkJ1zDqSYgPDc+K34=", "dXNlcjp***4="),
            ("eHVzZXI6cEBzcyAidy9yZCdcw6kmIDw3Pit+IQ==", "eHVzZXI6***IQ=="),
            ("YWI6cEBzcyAidy9yZCdcw6kmIDw3Pit-", "YWI6***"),
            // Python's quote, quote_plus and quote without exceptions, JavaScript's encodeURIComponent and URLSearchParams.
            ("p%40ss%20%22w/rd%27%5C%C3%A9%26%20%3C7%3E%2B~", "***"),
            ("p%40ss+%22w%2Frd%27%5C%C3%A9%26+%3C7%3E%2B~", "***"),
            ("p%40ss%20%22w%2frd%27%5c%c3%a9%26%20%3c7%3e%2b~", "***"),
            ("p%40ss%20%22w%2Frd'%5C%C3%A9%26%20%3C7%3E%2B~", "***"),
            ("p%40ss+%22w%2Frd%27%5C%C3%A9%26+%3C7%3E%2B%7E", "***"),
            // Python's json.dumps with and without ensure_ascii, Go's encoding/json, PHP's json_encode.
            ("\"p@ss \\\"w/rd'\\\\\\u00e9& <7>+~\"", "\"***\""),
            ("\"p@ss \\\"w/rd'\\\\é& <7>+~\"", "\"***\""),
            ("\"p@ss \\\"w/rd'\\\\é\\u0026 \\u003c7\\u003e+~\"", "\"***\""),
            ("\"p@ss \\\"w\\/rd'\\\\\\u00e9& <7>+~\"", "\"***\""),
            // bash's `set -x`, its `printf %q`, and Python's shlex.quote.
            ("+ : 'p@ss \"w/rd'\\''\\é& <7>+~'", "+ : '***'"),
            ("p@ss\\ \\\"w/rd\\'\\\\é\\&\\ \\<7\\>+~", "***"),
            ("'p@ss \"w/rd'\"'\"'\\é& <7>+~'", "'***'"),
        ])
    func `What other programs make of a secret is masked`(_ text: String, _ shown: String) {
        #expect(SecretMask(secrets: [Self.secret]).masked(text) == shown)
    }

    @Test func `Lines of a key are masked one by one, and base64 of it as base64 wraps it`() {
        let key = "-----BEGIN KEY-----\n" + String(repeating: "MIIEpAIBAAKCAQEAz8wjV7pXk2b0Yt5q\n", count: 6) + "-----END KEY-----"
        let mask = SecretMask(secrets: [key])
        #expect(mask.masked("a -----BEGIN KEY-----\r\n  MIIEpAIBAAKCAQEAz8wjV7pXk2b0Yt5q b") == "a ***\r\n  *** b")
        let wrapped = """
            LS0tLS1CRUdJTiBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBejh3alY3cFhrMmIwWXQ1cQpNSUlF
            cEFJQkFBS0NBUUVBejh3alY3cFhrMmIwWXQ1cQpNSUlFcEFJQkFBS0NBUUVBejh3alY3cFhrMmIw
            WXQ1cQpNSUlFcEFJQkFBS0NBUUVBejh3alY3cFhrMmIwWXQ1cQpNSUlFcEFJQkFBS0NBUUVBejh3
            alY3cFhrMmIwWXQ1cQpNSUlFcEFJQkFBS0NBUUVBejh3alY3cFhrMmIwWXQ1cQotLS0tLUVORCBL
            RVktLS0tLQo=
            """
        let shown = mask.masked("<" + wrapped + ">")
        #expect(shown == "<***\n***\n***\n***\n***>")
    }

    @Test func `Output without secrets is passed on as it is, and less than four bytes are no secret`() {
        #expect(SecretMask.none.isEmpty)
        #expect(SecretMask(secrets: ["abc", "x", ""]).isEmpty)
        #expect(SecretMask.none.masked("abc") == "abc")
        let bytes = [UInt8](0...255)
        #expect(SecretMask(secrets: ["hunter2"]).masked(bytes) == bytes)
    }

    @Test func `What may be the beginning of a secret is held until it is decided, and no other byte`() {
        var stream = MaskStream(SecretMask(secrets: ["hunter2", "hunter2-and-more"]))
        func fed(_ text: String) -> String {
            var shown: [UInt8] = []
            Array(text.utf8).withUnsafeBufferPointer { stream.feed($0, into: &shown) }
            return String(decoding: shown, as: UTF8.self)
        }
        func paused() -> String {
            var shown: [UInt8] = []
            stream.pause(into: &shown)
            return String(decoding: shown, as: UTF8.self)
        }
        #expect(fed("Password: ") == "Password: ")
        #expect(fed("by Beth") == "by Bet")
        #expect(paused() == "h")
        #expect(fed("an\nhunt") == "an\n")
        #expect(paused() == "")
        #expect(fed("ing") == "hunting")
        #expect(fed(" hunter") == " ")
        #expect(fed("2") == "***")
        #expect(fed("-and-more") == "")
        #expect(fed("!") == "!")
    }
}
