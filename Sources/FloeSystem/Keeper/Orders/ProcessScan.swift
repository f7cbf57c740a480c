internal import Glibc

/// One look at the processes of this machine, shared by all who want to know of theirs. Made when the first asks.
struct ProcessScan {
    private var entries: [ProcessTable.Entry]?

    /// The living processes of the sessions, those that carry the mark, and others that are known to live.
    mutating func members(sessions: Set<Int32>, mark: [UInt8], others: Set<Int32> = []) -> [Int32] {
        if self.entries == nil {
            let own = getpid()
            self.entries = ProcessTable.ids().filter { $0 != own }.compactMap { ProcessTable.entry($0) }.filter(\.lives)
        }
        let found = (self.entries ?? []).filter {
            !others.contains($0.id)
                && (sessions.contains($0.session) || !mark.isEmpty && ProcessTable.environment(of: $0.id, hasPrefix: mark))
        }
        return found.map(\.id) + others
    }

    static func belongs(_ id: Int32, sessions: Set<Int32>, mark: [UInt8]) -> Bool {
        guard let entry = ProcessTable.entry(id), entry.lives else { return false }
        return sessions.contains(entry.session) || !mark.isEmpty && ProcessTable.environment(of: id, hasPrefix: mark)
    }
}
