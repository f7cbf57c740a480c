import FloeHub
import FloeSystem

/// Puts what a flow file says in force: its flows, where its secrets are, and how much is kept.
struct FlowUptake: Sendable {
    let book: FlowBook
    let secrets: HostSecrets
    let limits: CommonLimits
    /// What relative paths of secrets are relative to.
    let root: String

    func take(_ file: FlowFile) {
        self.secrets.replace(file.common.secretSources(in: self.root))
        self.limits.replace(file.common)
        self.book.replace(file.catalog, unsupported: file.unsupported)
    }
}
