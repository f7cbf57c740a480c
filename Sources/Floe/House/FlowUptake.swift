import FloeHub
import FloeSystem

/// Puts what a flow file says in force: its flows, and where its secrets are.
struct FlowUptake: Sendable {
    let book: FlowBook
    let secrets: HostSecrets
    /// What relative paths of secrets are relative to.
    let root: String

    func take(_ file: FlowFile) {
        self.secrets.replace(file.common.secretSources(in: self.root))
        self.book.replace(file.catalog, unsupported: file.unsupported)
    }
}
