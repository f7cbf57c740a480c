import FloeConfig
import FloeCore
import FloeHub
import FloeStore
import FloeSystem

/// The run store of a host, and what it held when it was opened.
struct OpenStore {
    let store: any HostStore
    let host: HostRow
    let runs: [StoredRun]
    /// The same store, where other hosts use it as well.
    private(set) var shared: PostgresStore?

    /// An empty store that is gone with the process. Blocks for a moment.
    init() throws {
        self.store = try SQLiteStore.memory()
        (self.host, self.runs) = try self.store.open()
    }

    /// Opens the store that the flow file names. Blocks.
    ///
    /// - Parameter shares: Other hosts use it as well.
    init(_ common: CommonConfig, root: HostRoot, host name: String, shares: Bool = false) throws {
        let isNew: Bool
        switch common.storeType {
        case .memory:
            isNew = true
            self.store = try SQLiteStore.memory()
        case .local:
            let folder = common.storeRoot.map { FilePath.expand($0, in: root.path) } ?? root.path
            try Folder.make(folder)
            let path = "\(folder)/floe.sqlite"
            // Made here for its owner alone; SQLite gives what it puts beside it the same mode.
            isNew = try PrivateFile.make(path)
            let store = try SQLiteStore.file(path)
            self.store = store
            Task { await BlockingPool.shared.run { store.makeLogRoom() } }
        case .postgres:
            let store = try PostgresStore(common.storeRoot ?? "", host: name, shares: shares)
            isNew = store.isNew
            self.store = store
            self.shared = shares ? store : nil
        case .ec2, .s3:
            throw CommandFailure(
                "store-type '\(common.storeType.rawValue)' is not in this version; use local, postgres or memory", .usage)
        }
        var (host, runs) = try self.store.open()
        // A run's name is never used twice: where runs may have been before, a new store goes on at a number that none of them had.
        if isNew, !root.isFirst { host.nextRun = RunNumbers.start(.unsure, next: host.nextRun, at: HubClock.system.now()) }
        Failpoint.storeOpened.pass()
        self.host = host
        self.runs = runs
    }
}
