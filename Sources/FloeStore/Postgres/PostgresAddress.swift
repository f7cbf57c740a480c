internal import CPostgres
internal import Glibc

/// Where a database is: what libpq understands of a `postgres://` address. What is not in it comes from where libpq takes it, the
/// variables `PG…`, a service file, a password file.
public struct PostgresAddress: Sendable {
    /// Keyword and value, as given; never shown.
    private let given: [(key: String, value: String)]
    /// For messages, without what is secret.
    let place: String
    /// Whether the password stands in the address itself.
    public let hasPassword: Bool

    /// Used where the address says nothing: a server that is gone is noticed within half a minute, and not after hours.
    private static let standards: [(key: String, value: String)] = [
        ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"), ("application_name", "floe"),
    ]

    public init(_ text: String) throws {
        guard Self.isOne(text) else { throw Self.malformed }
        if let problem = floe_pq_load() { throw StoreFailure(.unopenable, place: "postgres://…", message: String(cString: problem)) }
        var reason: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &reason) else {
            // What libpq says of it can quote a password.
            PQfreemem(reason)
            throw Self.malformed
        }
        defer { PQconninfoFree(options) }
        self.given = Self.values(options)
        var all: [String: String] = [:]
        if let standards = PQconndefaults() {
            for (key, value) in Self.values(standards) { all[key] = value }
            PQconninfoFree(standards)
        }
        for (key, value) in self.given { all[key] = value }
        self.hasPassword = self.given.contains { $0.key == "password" }
        let user = all["user"] ?? ""
        let host = all["host"] ?? all["hostaddr"] ?? all["service"] ?? "the local socket"
        self.place = "the PostgreSQL database '\(all["dbname"] ?? user)' of '\(user)' on \(host), port \(all["port"] ?? "5432")"
    }

    /// Whether an address is meant for this store.
    public static func isOne(_ text: String) -> Bool { text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") }

    /// The address as it may be shown: without a password.
    public static func shown(_ text: String, maskingPassword: Bool = true) -> String {
        guard let address = try? PostgresAddress(text) else { return "postgres://… (not an address that PostgreSQL understands)" }
        var values = Dictionary(address.given.map { ($0.key, $0.value) }) { _, last in last }
        values["password"] = nil
        values["sslpassword"] = nil
        let (user, host, port, name) = (
            values.removeValue(forKey: "user"), values.removeValue(forKey: "host"), values.removeValue(forKey: "port"),
            values.removeValue(forKey: "dbname")
        )
        let who = user.map { "\(escaped($0))\(address.hasPassword && maskingPassword ? ":***" : "")@" } ?? ""
        func escaped(_ text: String) -> String {
            let plain = "-._~,"
            return text.utf8.map { byte in
                let letter = Character(UnicodeScalar(byte))
                let digits = String(byte, radix: 16, uppercase: true)
                return letter.isASCII && (letter.isLetter || letter.isNumber || plain.contains(letter))
                    ? String(letter) : "%\(digits.count < 2 ? "0" : "")\(digits)"
            }.joined()
        }
        let rest = values.sorted { $0.key < $1.key }.map { "\($0.key)=\(escaped($0.value))" }.joined(separator: "&")
        return
            "postgres://\(who)\(escaped(host ?? ""))\(port.map { ":\($0)" } ?? "")/\(escaped(name ?? ""))\(rest.isEmpty ? "" : "?\(rest)")"
    }

    /// A text in which addresses stand, such as a flow file, without their passwords.
    public static func masking(_ text: String) -> String {
        var rest = text[...]
        var masked = ""
        while let start = ["postgres://", "postgresql://"].compactMap({ rest.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }
        ) {
            masked += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            let end = rest.firstIndex { $0.isWhitespace || "\"'".contains($0) } ?? rest.endIndex
            masked += Self.maskingOne(rest[..<end])
            rest = rest[end...]
        }
        return masked + rest
    }

    /// What follows the `//` of an address.
    private static func maskingOne(_ text: Substring) -> String {
        var text = String(text)
        // A password that was not escaped may have any letter in it.
        if let at = text.lastIndex(of: "@"), let colon = text[..<at].firstIndex(of: ":") {
            text.replaceSubrange(text.index(after: colon)..<at, with: "***")
        }
        for key in ["password=", "sslpassword="] {
            guard let start = text.firstRange(of: key)?.upperBound else { continue }
            text.replaceSubrange(start..<(text[start...].firstIndex(of: "&") ?? text.endIndex), with: "***")
        }
        return text
    }

    private static let malformed = StoreFailure(
        .unopenable, place: "postgres://…",
        message: """
            store-root is no address of a PostgreSQL database; write postgres://USER@HOST:PORT/DATABASE, with %-escapes for what is not a \
            letter or a digit, and give the password in a file (?passfile=PATH) or in PGPASSWORD
            """)

    private static func values(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [(key: String, value: String)] {
        var values: [(key: String, value: String)] = []
        var next = options
        while let key = next.pointee.keyword {
            if let value = next.pointee.val { values.append((String(cString: key), String(cString: value))) }
            next += 1
        }
        return values
    }

    /// Calls libpq with all keywords and values.
    func connect() -> OpaquePointer? {
        let keys = Set(self.given.map(\.key))
        let all = self.given + Self.standards.filter { !keys.contains($0.key) } + [("client_encoding", "UTF8")]
        var words: [UnsafePointer<CChar>?] = []
        var values: [UnsafePointer<CChar>?] = []
        defer { for text in words + values { free(UnsafeMutablePointer(mutating: text)) } }
        for (key, value) in all {
            words.append(UnsafePointer(strdup(key)))
            values.append(UnsafePointer(strdup(value)))
        }
        words.append(nil)
        values.append(nil)
        return PQconnectdbParams(words, values, 0)
    }
}
