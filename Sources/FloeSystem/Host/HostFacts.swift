internal import Glibc

/// What a host finds out about the machine it runs on.
public enum HostFacts {
    /// `os` (Debian says `debian`), `platform`, `platform_release`, `arch`, `kernel`, `cpus`, `memory_gb`, `hostname`. Blocks.
    public static func read() -> [String: String] {
        var facts: [String: String] = [:]
        var name = utsname()
        if uname(&name) == 0 {
            facts["platform"] = self.text(name.sysname).lowercased()
            facts["arch"] = self.text(name.machine)
            facts["kernel"] = self.text(name.release)
            facts["hostname"] = self.text(name.nodename)
        }
        let release = self.settings(in: "/etc/os-release")
        facts["os"] = release["ID"] ?? facts["platform"]
        facts["platform_release"] = release["VERSION_ID"]
        facts["cpus"] = String(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let bytes = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        facts["memory_gb"] = String(Int((bytes / 1_073_741_824).rounded()))
        return facts
    }

    /// Lines of the form `KEY=value` or `KEY="value"`.
    static func settings(in path: String) -> [String: String] {
        guard let bytes = try? LogFile(path: path).bytes(from: 0, count: 64 << 10) else { return [:] }
        var settings: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let equal = line.firstIndex(of: "="), !line.hasPrefix("#") else { continue }
            var value = line[line.index(after: equal)...]
            if value.count > 1, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
                value = value.dropFirst().dropLast()
            }
            settings[String(line[..<equal])] = String(value)
        }
        return settings
    }

    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
