import FloeTesting
import Glibc

/// Network namespaces on one bridge, a host in each, between which packets can be dropped. Gone when it goes out of use.
final class TestNetwork {
    /// Whether this machine lets us.
    static let isPossible =
        getuid() == 0 && (try? TestCommand.sh("ip netns add floe-probe && ip netns del floe-probe && nft --version", in: "/")) != nil

    private let prefix: String
    private let net: Int
    let count: Int

    init(_ count: Int) throws {
        self.prefix = "f\(getpid() % 100_000)"
        self.net = Int(getpid()) % 200 + 20
        self.count = count
        var script =
            "set -e; ip link add \(self.prefix)b type bridge; ip addr add 10.77.\(self.net).254/24 dev \(self.prefix)b; ip link set \(self.prefix)b up\n"
        for at in 0..<count {
            let name = self.namespace(at)
            script += """
                ip netns add \(name)
                ip link add \(name)v type veth peer name eth0 netns \(name)
                ip link set \(name)v master \(self.prefix)b up
                ip -n \(name) addr add \(self.address(at))/24 dev eth0
                ip -n \(name) link set eth0 up
                ip -n \(name) link set lo up
                ip netns exec \(name) nft 'add table ip cut; add chain ip cut in { type filter hook input priority 0; }; add chain ip cut out { type filter hook output priority 0; }'

                """
        }
        do { try TestCommand.sh(script, in: "/") } catch {
            self.remove()
            throw error
        }
    }

    deinit { self.remove() }

    private func remove() {
        let names = (0..<self.count).map { "ip netns del \(self.namespace($0)) 2>/dev/null" }.joined(separator: "; ")
        _ = try? TestCommand.sh("\(names); ip link del \(self.prefix)b 2>/dev/null; true", in: "/")
    }

    /// This machine's own address there.
    var bridge: String { "10.77.\(self.net).254" }
    func namespace(_ at: Int) -> String { "\(self.prefix)n\(at)" }
    func address(_ at: Int) -> String { "10.77.\(self.net).\(at + 1)" }

    /// What comes from and goes to the other host is dropped at this one.
    func cut(_ at: Int, from other: Int) throws {
        let far = self.address(other)
        try self.rules(at, "add rule ip cut in ip saddr \(far) drop; add rule ip cut out ip daddr \(far) drop")
    }

    /// So many of a hundred packets from others are lost at this host.
    func lose(_ percent: Int, at: Int) throws {
        let peers = (0..<self.count).filter { $0 != at }.map(self.address).joined(separator: ", ")
        try self.rules(at, "add rule ip cut in ip saddr { \(peers) } numgen random mod 100 < \(percent) drop")
    }

    func heal() throws { for at in 0..<self.count { try self.rules(at, "flush table ip cut") } }

    private func rules(_ at: Int, _ text: String) throws {
        try TestCommand.sh("ip netns exec \(self.namespace(at)) nft '\(text)'", in: "/")
    }
}
