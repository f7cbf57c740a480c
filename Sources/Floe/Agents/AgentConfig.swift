import FloeCore
import FloeServer
import FloeSystem
import Logging

/// What an agent is set up with.
struct AgentConfig: Sendable {
    /// Addresses of the hubs it links to.
    var join: [String]
    var token: String
    var hostName: String
    var tags: [String]
    var facts: [String: String]
    var slots: Int
    /// Absolute path of the folder it keeps everything in.
    var root: String
    /// Absolute path of a PEM file of authorities that are trusted besides the system's.
    var authorities: String?
    /// More variables of its own environment that tasks may see.
    var passEnv: [String]
    var logLevel: Logger.Level
    var logOutput: LogOutput

    /// - Throws: `CommandFailure` for a value that makes no sense, naming the setting and where it was given.
    init(_ reader: SettingsReader, found: [String: String] = HostFacts.read()) throws {
        func take(_ name: String, default value: @autoclosure () throws -> String = "", isSecret: Bool = false) throws -> Setting {
            try reader.find(name, isSecret: isSecret) ?? Setting(name: name, value: try value(), origin: .standard)
        }
        let join = try take("join")
        self.join = try SettingText.list(join.value).map { text in
            guard let address = ClusterAddress.normal(text) else {
                throw HostConfig.wrong(join, "holds '\(text)', which is no address of a hub as https://10.0.0.7:8080")
            }
            return address
        }
        guard !self.join.isEmpty else { throw CommandFailure("which hub? give its address with --join, as https://10.0.0.7:8080", .usage) }
        self.token = try take("token", isSecret: true).value
        guard !self.token.isEmpty else {
            throw CommandFailure("the hub wants to know whom it lets in: give its -admin with --token, or FLOE_TOKEN_FILE", .usage)
        }
        let name = try take("host-name", default: try SettingText.machineName())
        guard HostName.isOne(name.value) else {
            throw HostConfig.wrong(name, "must be letters, digits, '.', '_' and '-', and begin with a letter or digit")
        }
        self.hostName = name.value
        self.tags = SettingText.list(try take("tags").value)
        let facts = try take("facts")
        var given: [String: String] = [:]
        for entry in SettingText.list(facts.value) {
            guard let equal = entry.firstIndex(of: "="), equal != entry.startIndex else {
                throw HostConfig.wrong(facts, "holds '\(entry)'; write NAME=value,NAME=value")
            }
            given[String(entry[..<equal])] = String(entry[entry.index(after: equal)...])
        }
        // What was given wins over what was found.
        self.facts = found.merging(given) { $1 }
        let cores = found["cpus"].flatMap { Int($0) } ?? 2
        let slots = try take("slots", default: "\(max(8, 4 * cores))")
        guard let count = Int(slots.value), (1...1000).contains(count) else {
            throw HostConfig.wrong(slots, "must be a number from 1 to 1000")
        }
        self.slots = count
        self.root = SettingText.absolute(try take("root", default: "~/.floe/\(name.value)").value)
        let authorities = try take("ca").value
        self.authorities = authorities.isEmpty ? nil : SettingText.absolute(authorities)
        self.passEnv = SettingText.list(try take("pass-env").value)
        let level = try take("log-level", default: "info")
        guard let logLevel = Logger.Level(rawValue: level.value) else {
            throw HostConfig.wrong(level, "must be one of: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.logLevel = logLevel
        let format = try take("log-format", default: "text")
        guard let logOutput = LogOutput(rawValue: format.value) else { throw HostConfig.wrong(format, "must be text or json") }
        self.logOutput = logOutput
    }
}
