import FloeCore
import FloeSystem
import Glibc

/// Where the logs of a run's attempts lie.
struct RunLogs: Sendable {
    private let store: LogStore
    private let flow: String

    init(root: String, flow: FlowKey) {
        self.store = LogStore(root: root)
        self.flow = flow.id
    }

    /// Bytes written so far; 0 when there is no log. Blocks.
    func size(_ order: OrderID) -> Int {
        guard let path = try? self.store.path(of: order, flow: self.flow) else { return 0 }
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    /// Nil for ids that are no names of files, which no attempt has.
    func path(of order: OrderID) -> String? { try? self.store.path(of: order, flow: self.flow) }

    /// The log as it is now; nil when there is none. Blocks.
    func open(_ order: OrderID) throws -> ConfinedFile? {
        guard let path = self.path(of: order), path.hasPrefix(self.store.folder + "/") else { return nil }
        let inside = String(decoding: path.utf8.dropFirst(self.store.folder.utf8.count + 1), as: UTF8.self)
        return try ConfinedFile.open(inside, in: self.store.folder)
    }
}
