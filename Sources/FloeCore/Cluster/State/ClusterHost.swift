/// Another host of the cluster, as this one knows it.
public struct ClusterHost: Sendable, Hashable {
    public enum State: String, Sendable, Hashable { case active, warning, dead, draining }

    /// Its address where it was never seen.
    public var name: String
    public var address: String?
    public var state: State
    public var tags: [String]
    /// Of its program; empty where it was not seen since this host started.
    public var version: String
    public var load: HostLoad
    /// Nil when it was not seen since this host started.
    public var lastSeen: Moment?
    /// What is wrong between it and this host.
    public var problems: [ClusterReason]
    /// When all this was so.
    public var at: Moment
}

extension ClusterState {
    /// After so long without a word from a host it is shown as `warning`, after `dead` as dead. Nothing else follows from it.
    private static let warning = Span(seconds: 5)
    private static let dead = Span(seconds: 30)

    /// All others that belong to the cluster, by name.
    public var hosts: [ClusterHost] {
        var found: [ClusterHost] = []
        for peer in self.rows.peers.values where (peer.member && !peer.left) || self.sessions[peer.name] != nil {
            if self.isForgotten(peer), self.sessions[peer.name] == nil { continue }
            found.append(self.host(peer))
        }
        for address in self.everyone.unseen {
            var host = ClusterHost(
                name: address, address: address, state: .dead, tags: [], version: "", load: HostLoad(slots: 0), lastSeen: nil, problems: [],
                at: self.now)
            host.problems = self.refusals[address].map { [.refusal(host: address, $0)] } ?? []
            if let why = self.dialTroubles[address] { host.problems.append(.unreachable(host: address, why)) }
            found.append(host)
        }
        return found.sorted { $0.name < $1.name }
    }

    private func host(_ peer: PeerRow) -> ClusterHost {
        let session = self.sessions[peer.name]
        let seen = session?.heardAt ?? self.lastSeen[peer.name]
        let silence = seen.map { self.now - $0 }
        var state = ClusterHost.State.dead
        if let silence, silence < Self.dead { state = session != nil && silence < Self.warning ? .active : .warning }
        if session?.beat.draining == true, state == .active { state = .draining }
        var problems: [ClusterReason] = []
        if let refusal = self.refusals[peer.name] { problems.append(.refusal(host: peer.name, refusal)) }
        if session == nil, let address = peer.address, let why = self.dialTroubles[address] {
            problems.append(.unreachable(host: peer.name, why))
        }
        if let session, abs(session.ahead.milliseconds) > self.settings.times.skew.milliseconds {
            problems.append(.clockOff(host: peer.name, by: session.ahead))
        }
        if let session, session.hello.list != self.rows.me.list {
            problems.append(self.difference(to: session.hello.list, of: peer.name))
        }
        return ClusterHost(
            name: peer.name, address: peer.address, state: state, tags: session?.hello.tags ?? [], version: session?.hello.version ?? "",
            load: session?.beat.load ?? HostLoad(slots: 0), lastSeen: seen, problems: problems,
            at: self.now)
    }

    func difference(to list: HostList, of host: String) -> ClusterReason {
        let (mine, theirs) = (Set(self.rows.me.list.hosts), Set(list.hosts))
        return .listsDiffer(host: host, missing: mine.subtracting(theirs).sorted(), surplus: theirs.subtracting(mine).sorted())
    }
}
