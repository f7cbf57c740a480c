internal import FoundationEssentials

extension TemporaryFolder {
    /// Names of what is in a folder below, sorted; empty when there is none.
    public func names(_ folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(self.path)/\(folder)")) ?? []).sorted()
    }

    /// The whole file as text, or nil.
    public func text(_ file: String) -> String? {
        FileManager.default.contents(atPath: "\(self.path)/\(file)").map { String(decoding: $0, as: UTF8.self) }
    }

    public func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(self.path)/\(path)") }
}
