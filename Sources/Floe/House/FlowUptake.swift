import FloeCore
import FloeHub
import FloeSystem

/// Puts what a flow file says in force: its flows, where its secrets are, and how much is kept.
struct FlowUptake: Sendable {
    let book: FlowBook
    let secrets: HostSecrets
    let limits: CommonLimits
    /// What relative paths of secrets are relative to.
    let root: String
    /// Of a host in a cluster: its hosts may be others now.
    let membership: Membership?
    let hub: Hub

    /// - Throws: `CommandFailure` when its hosts can't be used; nothing of it is taken then.
    func take(_ file: FlowFile) throws {
        if let list = try self.membership?.hosts.take(file.common) { self.hub.post(.cluster(.list(list))) }
        self.secrets.replace(file.common.secretSources(in: self.root))
        self.limits.replace(file.common)
        self.book.replace(file.catalog, unsupported: file.unsupported)
    }
}
