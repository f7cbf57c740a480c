internal import Glibc

/// What tasks may see of the environment floe was started in.
public enum HostEnvironment {
    /// Always handed on, where they are set.
    public static let usual: Set<String> = [
        "PATH", "HOME", "USER", "LANG", "TZ",
        "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
    ]

    /// The usual variables and those named, of all that this process has.
    public static func variables(passing more: [String] = []) -> [String: String] {
        self.select(from: self.all(), passing: more)
    }

    static func select(from all: [String: String], passing more: [String]) -> [String: String] {
        let names = self.usual.union(more)
        return all.filter { names.contains($0.key) }
    }

    private static func all() -> [String: String] {
        var variables: [String: String] = [:]
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
        while let text = entry?.pointee {
            let line = String(cString: text)
            if let equal = line.firstIndex(of: "=") { variables[String(line[..<equal])] = String(line[line.index(after: equal)...]) }
            entry = entry?.advanced(by: 1)
        }
        return variables
    }
}
