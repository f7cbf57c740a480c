internal import Glibc

/// One look at the processes of this machine, shared by all who want to know of theirs. Made when the first asks.
struct ProcessScan {
    private var entries: [ProcessTable.Entry]?

    /// The living processes of the sessions, and those that carry the mark.
    mutating func members(sessions: Set<Int32>, mark: [UInt8]) -> [Int32] {
        if self.entries == nil {
            let own = getpid()
            self.entries = ProcessTable.ids().filter { $0 != own }.compactMap { ProcessTable.entry($0) }.filter(\.lives)
        }
        return (self.entries ?? []).filter {
            sessions.contains($0.session) || !mark.isEmpty && ProcessTable.environment(of: $0.id, hasPrefix: mark)
        }.map(\.id)
    }

    static func belongs(_ id: Int32, sessions: Set<Int32>, mark: [UInt8]) -> Bool {
        guard let entry = ProcessTable.entry(id), entry.lives else { return false }
        return sessions.contains(entry.session) || !mark.isEmpty && ProcessTable.environment(of: id, hasPrefix: mark)
    }
}
