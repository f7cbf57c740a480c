public import FloeCore

extension HostView {
    /// Another host, as one of its cluster knows it.
    public init(_ host: ClusterHost) {
        let state: State =
            switch host.state {
            case .active: .active
            case .warning: .warning
            case .dead: .dead
            case .draining: .draining
            }
        self.init(
            name: host.name, state: state, tags: host.tags, version: host.version, slots: host.load.slots, load: host.load.running,
            lastSeen: host.lastSeen?.timestamp, address: host.address,
            problems: host.problems.map { $0.text(now: host.at) })
    }
}
