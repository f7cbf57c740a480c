internal import Glibc

/// Paths as people write them.
public enum FilePath {
    /// The absolute path: `~` is the home folder, `%tmp` the folder for temporary files, and a relative path is relative to the folder.
    public static func expand(_ path: String, in folder: String) -> String {
        if path == "~" || PathBytes.begins(path, with: "~/") { return self.home + PathBytes.dropping(1, of: path) }
        if path == "%tmp" || PathBytes.begins(path, with: "%tmp/") { return self.temporary + PathBytes.dropping(4, of: path) }
        return PathBytes.isAbsolute(path) ? path : "\(folder)/\(path)"
    }

    /// The folder floe was started in.
    public static var working: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    /// Whether there is anything at the path. Blocks.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The folder a file is in.
    public static func folder(of path: String) -> String { Folder.parent(of: path) }

    private static var home: String { self.variable("HOME") ?? "/" }
    private static var temporary: String { self.variable("TMPDIR") ?? "/tmp" }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
