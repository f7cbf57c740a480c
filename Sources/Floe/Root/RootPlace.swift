import FloeConfig
import FloeSystem
import FoundationEssentials

/// Where a host keeps what it has, for commands that look at it from outside.
struct RootPlace: Sendable {
    var hostName: String
    /// Absolute path.
    var root: String
    /// Absolute path of the flow file, whether it is there or not.
    var conf: String
    /// Absolute path of the store's file.
    var store: String
    /// Absolute path of the folder of workspaces and caches.
    var workspaces: String
    /// The address of the database that is the store instead; it may hold a password.
    var database: String?
    /// Of the flow file, where it is there and right.
    var common: CommonConfig?

    init(_ options: RootOptions) throws {
        let reader = SettingsReader(flags: options.flags, environment: ProcessInfo.processInfo.environment) { path in
            try String(contentsOfFile: path, encoding: .utf8)
        }
        let config = try HostConfig(reader)
        let common = FilePath.exists(config.conf) ? try? FlowFile.read(config.conf, hosting: false).common : nil
        self.hostName = config.hostName
        self.root = config.root
        self.conf = config.conf
        self.common = common
        self.database = common?.storeType == .postgres ? common?.storeRoot ?? "" : nil
        let folder = self.database == nil ? common?.storeRoot.map { FilePath.expand($0, in: config.root) } : nil
        self.store = "\(folder ?? config.root)/floe.sqlite"
        self.workspaces = common?.workspaceRoot.map { FilePath.expand($0, in: config.root) } ?? config.root
    }
}
