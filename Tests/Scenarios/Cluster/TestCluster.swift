import FloeCore
import FloeTesting
import Glibc

/// Hosts of one cluster, each a process of its own with a store of its own or one of all, that can be killed and started again.
final class TestCluster {
    struct Host {
        var name: String
        var port: Int
        var tags: String
        var process: FloeProcess?
        var starts = 0
        /// Where the others reach it, if not at its port.
        var address: String?
        /// Flags that it alone is started with.
        var own: [String] = []
        /// A program, with its arguments, that starts it in its own place.
        var through: [String] = []
    }

    let folder: TemporaryFolder
    var hosts: [Host] = []
    private let more: [String]
    private let network: TestNetwork?
    /// Milliseconds between two looks, of hosts that share a database; those with stores of their own are named to each other.
    private let look: Int?
    private let environment: (_ host: String) -> [String: String]

    /// - Parameters:
    ///   - tags: Of each host.
    ///   - more: Flags of all.
    ///   - look: The flow file names a database of all; so many milliseconds are between two looks at it.
    ///   - environment: Of each host.
    ///   - network: What each lives in; they talk on private binds there.
    init(
        _ flows: String, tags: [String] = ["linux", "linux"], more: [String] = [], look: Int? = nil,
        environment: @escaping (_ host: String) -> [String: String] = { _ in [:] }, network: TestNetwork? = nil
    ) throws {
        self.folder = try TemporaryFolder()
        self.more = more
        self.network = network
        self.look = look
        self.environment = environment
        for (at, tags) in tags.enumerated() { self.hosts.append(Host(name: "h\(at + 1)", port: try FreePort.take(), tags: tags)) }
        try self.write(flows)
    }

    func write(_ flows: String) throws {
        try TestCommand.sh("cat > default.yml <<'END_OF_FLOWS'\n\(flows)\nEND_OF_FLOWS", in: self.folder.path)
    }

    deinit {
        for host in self.hosts {
            host.process?.send(SIGKILL)
            // The keeper would go on with what runs.
            let keeper = self.folder.text("\(host.name)/keeper").flatMap { $0.split(separator: " ").last }.flatMap { Int32($0.dropLast()) }
            if let keeper { Glibc.kill(keeper, SIGTERM) }
        }
    }

    /// Where the hosts reach each other.
    var addresses: [String] {
        self.hosts.indices.map { at in
            self.hosts[at].address ?? self.network.map { "http://\($0.address(at)):9000" } ?? "http://127.0.0.1:\(self.hosts[at].port)"
        }
    }

    private func place(_ at: Int) -> String { self.network?.address(at) ?? "127.0.0.1" }

    func client(_ at: Int) -> WireClient {
        WireClient(host: self.place(at), port: self.hosts[at].port, headers: ["X-Floe-Auth": TestHost.admin])
    }

    /// Starts a host and waits until it can be reached.
    func start(_ at: Int) async throws {
        self.hosts[at].starts += 1
        let host = self.hosts[at]
        let usual =
            [
                "-tags=\(host.tags)", "-admin=\(TestHost.admin)", "-host_name=\(host.name)", "-pub_bind=\(self.place(at)):\(host.port)",
                "-root=\(self.folder.file(host.name))",
            ] + (self.look == nil ? ["-hosts=\(self.addresses.joined(separator: ","))"] : [])
            + (self.network.map { ["-prv_bind=\($0.address(at)):9000"] } ?? []) + self.more
        let process = try FloeProcess(
            usual.filter { flag in !host.own.contains { $0.prefix { $0 != "=" } == flag.prefix { $0 != "=" } } } + host.own,
            through: (self.network.map { ["/usr/sbin/ip", "netns", "exec", $0.namespace(at)] } ?? []) + host.through,
            folder: self.folder.path, output: self.folder.file("\(host.name).output.\(host.starts)"),
            environment: self.environment(host.name).merging(self.look.map { ["FLOE_LOOK_MS": String($0)] } ?? [:]) { $1 })
        self.hosts[at].process = process
        _ = try await process.line("dashboard:")
    }

    /// Starts all hosts, and waits until each has heard every other.
    func start() async throws {
        for at in self.hosts.indices { try await self.start(at) }
        try await self.joined()
    }

    /// Waits until all that are up are one cluster.
    func joined() async throws {
        for at in self.hosts.indices where self.hosts[at].process != nil {
            let client = self.client(at)
            let others = self.hosts.filter { $0.process != nil }.count
            try await Eventually.holds("h\(at + 1) has joined") {
                let hosts = try await client.get("\(WireClient.base)/hosts").json["hosts"].list ?? []
                let active = hosts.filter { $0["state"] == "active" && $0["problems"].list?.isEmpty == true }
                return active.count == others
            }
        }
    }

    /// Ends a host as a power cut would; what its keeper has goes on.
    func kill(_ at: Int) async throws {
        self.hosts[at].process?.send(SIGKILL)
        _ = try await self.hosts[at].process?.exit()
        self.hosts[at].process = nil
    }

    /// Ends a host as a service manager would; gives its exit status.
    func stop(_ at: Int) async throws -> Int32? {
        self.hosts[at].process?.send(SIGTERM)
        defer { self.hosts[at].process = nil }
        return try await self.hosts[at].process?.exit()
    }

    /// Has a host stand still, as a machine that is suspended; or go on.
    func signal(_ at: Int, _ signal: Int32) { self.hosts[at].process?.send(signal) }

    func printed(_ at: Int) -> String { self.hosts[at].process?.printed ?? "" }
}

/// A port of this machine that nobody listens on at the moment.
enum FreePort {
    static func take() throws -> Int {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(file, $0, length) == 0 && getsockname(file, $0, &length) == 0 }
        }
        guard bound else { throw WireClient.Failure(description: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Waits for what only asking tells.
enum Eventually {
    static func holds(_ what: String, within time: Duration = .seconds(60), _ holds: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + time
        while try await !holds() {
            guard .now < end else { throw Deadline.Passed(description: "\(what): not within \(time)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
