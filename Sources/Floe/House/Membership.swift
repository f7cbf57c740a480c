import FloeConfig
import FloeCore
import FloeHub
import FloeSystem
import Synchronization

/// What makes a host one of a cluster: the list of hosts, the token they share, and whom it trusts.
struct Membership: Sendable {
    let admin: String
    let authorities: String?
    let hosts: HostsInForce

    /// Nil for a host by itself.
    ///
    /// - Throws: `CommandFailure` when hosts are named and what they need is missing.
    init?(_ config: HostConfig, _ common: CommonConfig) throws {
        let list = try HostsInForce.list(config.hosts, common)
        guard list.hosts.count > 1 else { return nil }
        switch common.storeType {
        // With PostgreSQL each host has a database, or a schema, of its own.
        case .local, .memory, .postgres: break
        case .ec2, .s3: return nil
        }
        guard let admin = config.admin else {
            throw CommandFailure(
                "-hosts names a cluster, and its hosts know each other by the token they share: give every host the same -admin", .usage)
        }
        self.admin = admin
        self.authorities = config.authorities
        self.hosts = HostsInForce(setting: config.hosts, list)
    }

    /// What the cluster's part of the hub opens on.
    func state(_ store: any ClusterStore, sid: String, place: Engine.Place, limits: [String: Int]) throws -> ClusterState {
        let me = SelfRow(
            name: place.host, incarnation: Incarnation(store: StoreID(sid), boot: 0, bootID: ""), list: self.hosts.list)
        let rows = try store.clusterRows(of: me)
        guard rows.me.name == place.host else {
            throw CommandFailure(
                "this root belongs to the host '\(rows.me.name)' of a cluster, and other hosts know it by that name; start it with -host_name \(rows.me.name), or give another -root",
                .usage)
        }
        let settings = ClusterSettings(
            hostTags: place.tags, limits: limits, version: FloeVersion.current, spare: HubCluster.newStoreID())
        return ClusterState(settings: settings, rows: rows)
    }

    /// What a host that is started without a cluster may not leave behind.
    static func check(_ store: any ClusterStore, name: String) throws {
        let me = SelfRow(name: name, incarnation: Incarnation(store: StoreID(""), boot: 0, bootID: ""), list: HostList(hosts: []))
        let rows = try store.clusterRows(of: me)
        let away = rows.adopted.keys.sorted()
        guard let first = away.first else { return }
        throw CommandFailure(
            "this host was in a cluster, and other hosts execute \(away.count == 1 ? "\(first)" : "\(first) and \(away.count - 1) more") of its runs: start it with -hosts as before, and take it out of the cluster when they have ended",
            .usage)
    }
}

/// The hosts of the cluster and the scopes of tags, as settings and the flow file have them now.
final class HostsInForce: Sendable {
    private let setting: [String]
    private let state: Mutex<HostList>

    init(setting: [String], _ list: HostList) {
        self.setting = setting
        self.state = Mutex(list)
    }

    var list: HostList { self.state.withLock { $0 } }

    /// The list that a changed file makes; nil when it is the same as before, or names nobody any more.
    func take(_ common: CommonConfig) throws -> HostList? {
        let list = try Self.list(self.setting, common)
        return self.state.withLock { state in
            guard list != state, !list.hosts.isEmpty else { return nil }
            state = list
            return list
        }
    }

    static func list(_ setting: [String], _ common: CommonConfig) throws -> HostList {
        let hosts = try setting.isEmpty ? common.hosts.map(Self.normal) : setting
        return HostList(hosts: hosts, hostScoped: common.resources.filter { $0.value.scope == .host }.map(\.key))
    }

    private static func normal(_ text: String) throws -> String {
        guard let address = ClusterAddress.normal(text) else {
            throw CommandFailure("common.hosts holds '\(text)', which is no address of a host as http://10.0.0.7:8080", .usage)
        }
        return address
    }
}
