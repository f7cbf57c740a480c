/// Finds settings: a flag first, then `FLOE_NAME`, then the file that `FLOE_NAME_FILE` names, then the default.
struct SettingsReader {
    private let flags: [String: String]
    private let environment: [String: String]
    private let readFile: (String) throws -> String

    /// - Parameter flags: By name, as in `host-name`.
    init(flags: [String: String], environment: [String: String], readFile: @escaping (String) throws -> String) {
        self.flags = flags
        self.environment = environment
        self.readFile = readFile
    }

    /// The value of a setting; nil where nobody gave one. An empty variable counts as none.
    func find(_ name: String, isSecret: Bool = false) throws -> Setting? {
        if let value = self.flags[name] { return Setting(name: name, value: value, origin: .flag, isSecret: isSecret) }
        let variable = "FLOE_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        if let value = self.environment[variable], !value.isEmpty {
            return Setting(name: name, value: value, origin: .environment(variable), isSecret: isSecret)
        }
        guard let path = self.environment["\(variable)_FILE"], !path.isEmpty else { return nil }
        do {
            let value = String(try self.readFile(path).drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            return Setting(name: name, value: value, origin: .file(path), isSecret: isSecret)
        } catch {
            throw CommandFailure("\(variable)_FILE names \(path), which cannot be read: \(error)", .usage)
        }
    }

    func find(_ name: String, default value: @autoclosure () throws -> String) throws -> Setting {
        try self.find(name) ?? Setting(name: name, value: try value(), origin: .standard)
    }
}
