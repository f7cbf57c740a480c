/// The table of modules in ARCHITECTURE.md: what each may import.
struct ImportTable {
    /// Granted to all.
    private static let always: Set<String> = ["Swift", "Synchronization", "Dispatch", "Glibc", "FoundationEssentials"]
    private var grants: [String: [String]] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { Self.names(in: $0) }
            guard cells.count >= 3, let module = cells[0].first else { continue }
            self.grants[module] = cells[cells.count - 1]
        }
    }

    var modules: Set<String> { Set(self.grants.keys) }

    func allows(_ module: String, importing name: String) -> Bool {
        if Self.always.contains(name) { return true }
        return self.grants[module, default: []].contains { grant in
            grant.hasSuffix("*") ? name.hasPrefix(grant.dropLast()) : name == grant
        }
    }

    /// What stands between backticks.
    private static func names(in cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { $0 % 2 == 1 ? String($1) : nil }
    }
}
