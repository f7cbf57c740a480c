import FloeAPI
import FloeSystem
import FoundationEssentials
import Glibc

/// The servers a person has logged in to, in `logins.json` of their folder of settings, for them alone.
struct Logins: Codable, Sendable {
    struct Login: Codable, Sendable {
        var url: String
        var token: String
        /// PEM file of authorities.
        var ca: String?
    }

    private static let limit = 1 << 20

    /// The one that is meant where none is named.
    var current: String?
    var logins: [Login] = []

    subscript(address: ServerAddress) -> Login? { self.logins.first { ServerAddress($0.url) == address } }

    mutating func add(_ login: Login) {
        self.logins.removeAll { ServerAddress($0.url) == ServerAddress(login.url) }
        self.logins.append(login)
        self.current = login.url
    }

    /// Whether there was such a login.
    mutating func remove(_ address: ServerAddress) -> Bool {
        let before = self.logins.count
        self.logins.removeAll { ServerAddress($0.url) == address }
        if self.current.flatMap({ ServerAddress($0) }) == address { self.current = self.logins.last?.url }
        return self.logins.count < before
    }

    /// `$XDG_CONFIG_HOME/floe/logins.json`, usually `~/.config/floe/logins.json`.
    static func path(_ environment: [String: String]) -> String {
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(environment["HOME"] ?? "")/.config"
        return "\(folder)/floe/logins.json"
    }

    /// Blocks for a moment.
    static func read(_ path: String) throws -> Logins {
        guard access(path, F_OK) == 0 else { return Logins() }
        let text: String
        do {
            text = try TextFile.read(path, limit: Self.limit)
        } catch {
            throw CommandFailure("the saved logins cannot be read: \(error)", .usage)
        }
        guard let logins = try? JSONDecoder().decode(Logins.self, from: Data(text.utf8)) else {
            throw CommandFailure("\(path) does not hold logins any more; remove it and log in again: floe login URL", .usage)
        }
        return logins
    }

    /// Blocks for a moment.
    func write(_ path: String) throws {
        try Folder.make(FilePath.folder(of: path))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(try encoder.encode(self) + [0x0A], to: path)
    }
}
