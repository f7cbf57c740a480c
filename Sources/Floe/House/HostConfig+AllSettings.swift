import FloeConfig
import FloeStore
import FloeSystem

extension HostConfig {
    /// The settings of this host and those of its flow file, each with where it comes from. Blocks for a moment.
    func allSettings() throws -> [Setting] {
        let common = try FlowFile.read(self.conf).common
        func entry(_ name: String, _ value: String?) -> Setting {
            Setting(name: "common.\(name)", value: value ?? "", origin: common.given.contains(name) ? .config(self.conf) : .standard)
        }
        return self.settings + [
            entry("store-type", common.storeType.rawValue),
            entry("store-root", common.storeType == .postgres ? common.storeRoot.map { PostgresAddress.shown($0) } : common.storeRoot),
            entry("workspace-root", common.workspaceRoot),
            entry("base-url", common.baseURL),
            entry("public-url", common.publicURL),
            entry("task-slots", common.taskSlots.map(String.init)),
            entry("pass-env", common.passEnv.joined(separator: ",")),
        ]
    }
}
