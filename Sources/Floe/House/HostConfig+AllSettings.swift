import FloeConfig
import FloeSystem

extension HostConfig {
    /// The settings of this host and those of its flow file, each with where it comes from. Blocks for a moment.
    func allSettings() throws -> [Setting] {
        let common = try FlowFile.read(self.conf).common
        let standard = CommonConfig()
        func entry(_ name: String, _ value: String?, _ usual: String?) -> Setting {
            Setting(name: "common.\(name)", value: value ?? "", origin: value == usual ? .standard : .config(self.conf))
        }
        return self.settings + [
            entry("store-type", common.storeType.rawValue, standard.storeType.rawValue),
            entry("store-root", common.storeRoot, standard.storeRoot),
            entry("workspace-root", common.workspaceRoot, standard.workspaceRoot),
            entry("base-url", common.baseURL, standard.baseURL),
            entry("public-url", common.publicURL, standard.publicURL),
            entry("task-slots", common.taskSlots.map(String.init), nil),
            entry("pass-env", common.passEnv.joined(separator: ","), ""),
        ]
    }
}
