import Foundation

/// What checkouts are measured on: a repository of 5,000 commits and 1,500 files behind http.
private final class Repository {
    let host: FloeHost
    let server: PlainServer
    private let folder: ScratchFolder
    private let wire: Wire
    private var clones = 0

    init() throws {
        self.folder = try ScratchFolder()
        let script = #"""
            import sys
            out = sys.stdout.buffer
            names = ["src/%02d/file%03d.txt" % (i % 50, i) for i in range(1500)]
            for n in range(5000):
                out.write(b"commit refs/heads/main\ncommitter a <a@example.org> %d +0000\ndata 4\nstep\n" % (1600000000 + n * 60))
                touched = names if n == 0 else [names[(n * 7 + k) % 1500] for k in range(3)]
                for name in touched:
                    text = ("line %d of %s\n" % (n, name)) * 20
                    out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(text), text.encode()))
            """#
        let path = self.folder.path
        try script.write(toFile: "\(path)/make.py", atomically: true, encoding: .utf8)
        try shell(
            "git init -q --bare -b main \(path)/r.git; python3 \(path)/make.py | git -C \(path)/r.git fast-import --quiet; git -C \(path)/r.git repack -qad"
        )
        self.server = try PlainServer(path)
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: checkout
                    triggers: [{id: go, type: data}]
                    tasks:
                      - {id: a, listen: trigger.good, type: git-checkout, opts: {url: 'http://127.0.0.1:\(self.server.port)/git/r.git', branch: main}}
                """)
        self.wire = try self.host.wire()
    }

    func clone() throws -> Double {
        self.clones += 1
        let to = "\(self.folder.path)/clone\(self.clones)"
        defer { try? FileManager.default.removeItem(atPath: to) }
        return try shell("git clone -q --depth 1 http://127.0.0.1:\(self.server.port)/git/r.git \(to)")
    }

    func checkout(forgetting: Bool) throws -> Double {
        // Without its mirror and workspaces the host has never seen the repository.
        if forgetting { try? FileManager.default.removeItem(atPath: "\(self.host.root)/cache") }
        try? FileManager.default.removeItem(atPath: "\(self.host.root)/spaces")
        return try self.host.run("checkout", on: self.wire)
    }
}

/// The first checkout of 5,000 commits over http, against `git clone --depth 1`.
struct Checkout: Measured {
    static let row = Row(name: "checkout", what: "checkout of 5,000 commits over http, first", target: .cost(atMost: 1.2)) {
        try Checkout()
    }
    private let repository: Repository
    init() throws { self.repository = try Repository() }
    func floor() throws -> Double { try self.repository.clone() }
    func ours() throws -> Double { try self.repository.checkout(forgetting: true) }
}

/// The same again in a new workspace.
struct CheckoutAgain: Measured {
    static let row = Row(name: "checkout-again", what: "the same again", target: .cost(atMost: 0.5)) { try CheckoutAgain() }
    private let repository: Repository
    init() throws { self.repository = try Repository() }
    func floor() throws -> Double { try self.repository.clone() }
    func ours() throws -> Double { try self.repository.checkout(forgetting: false) }
}

/// 1 GB over loopback, against `curl -o`.
struct Fetch: Measured {
    static let row = Row(name: "fetch", what: "fetch of 1 GB over loopback", target: .speed(atLeast: 0.9)) { try Fetch() }
    private let folder: ScratchFolder
    private let server: PlainServer
    private let host: FloeHost
    private let wire: Wire
    private let url: String

    /// - Parameter checked: With a checksum, so that what is in the cache is known to be right.
    init(checked: Bool = false) throws {
        self.folder = try ScratchFolder()
        try shell("head -c 1000000000 /dev/urandom > \(self.folder.path)/big")
        self.server = try PlainServer(self.folder.path)
        self.url = "http://127.0.0.1:\(self.server.port)/big"
        try shell("cd \(self.folder.path); sha256sum big > sum")
        let sum = try String(contentsOfFile: "\(self.folder.path)/sum", encoding: .utf8).prefix(64)
        self.host = try FloeHost(flows: Self.flows(self.url, checksum: checked ? String(sum) : nil))
        self.wire = try self.host.wire()
    }

    static func flows(_ url: String, checksum: String? = nil) -> String {
        """
        flows:
          - id: fetch
            triggers: [{id: go, type: data}]
            tasks:
              - {id: a, listen: trigger.good, type: fetch, opts: {url: '\(url)'\(checksum.map { ", checksum: \($0)" } ?? "")}}
        """
    }

    func floor() throws -> Double {
        defer { try? FileManager.default.removeItem(atPath: "\(self.folder.path)/got") }
        return try shell("curl -s -o \(self.folder.path)/got \(self.url)")
    }

    func ours() throws -> Double {
        try? FileManager.default.removeItem(atPath: "\(self.host.root)/cache")
        try? FileManager.default.removeItem(atPath: "\(self.host.root)/spaces")
        return try self.host.run("fetch", on: self.wire)
    }
}

/// What is in the cache: the whole task, from its start to its end.
final class FetchCached: Reading {
    static let row = Row(name: "fetch-cached", what: "fetch of 1 GB that is in the cache") { try FetchCached() }
    private let fetch: Fetch
    init() throws {
        self.fetch = try Fetch(checked: true)
        _ = try self.fetch.ours()
    }
    func read() throws -> [Figure] {
        [Figure("fetch of 1 GB that is in the cache, its node", try self.fetch.cached() * 1e3, "ms", .most(5))]
    }
}

extension Fetch {
    /// Seconds of the node by its own times.
    func cached() throws -> Double {
        let run = try self.host.trigger("fetch", on: self.wire)
        while true {
            let body = try self.wire.get("/build/api/runs/\(run)").body
            guard body.contains(#""state":"archive""#) else {
                usleep(1000)
                continue
            }
            let node = body.components(separatedBy: #""nodes":"#).last ?? ""
            guard body.contains(#""result":"good""#), let start = Self.time("started_at", node), let end = Self.time("ended_at", node)
            else {
                throw FloorFailed(what: "cached fetch (\(body.prefix(500)))")
            }
            return end - start
        }
    }

    private static func time(_ name: String, _ text: String) -> Double? {
        guard let at = text.range(of: "\"\(name)\":\"") else { return nil }
        let stamp = text[at.upperBound...].prefix { $0 != "\"" }
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return format.date(from: String(stamp))?.timeIntervalSinceReferenceDate
    }
}
