internal import FoundationEssentials

extension TemporaryFolder {
    /// The names in it, sorted.
    public var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []).sorted() }
}
