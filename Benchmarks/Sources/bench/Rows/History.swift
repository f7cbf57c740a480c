import FloeStore
import Foundation

/// A host with a long history, beside one with none.
final class History: Reading {
    static let row = Row(name: "history", what: "a host with a million archived runs") { try History() }

    private static let pages = 1000
    private let empty: FloeHost
    private let full: FloeHost
    private static let flows = """
        flows:
          - id: bench
            triggers: [{id: go, type: data}]
            tasks: [{id: compile, listen: trigger.good, type: exec, opts: {cmd: 'true'}}]
        """

    init() throws {
        self.empty = try FloeHost(flows: Self.flows)
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/root", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try SQLiteStore.file("\(folder.path)/root/floe.sqlite")
        try ArchivedRuns.fill(store)
        try store.close()
        self.full = try FloeHost(flows: Self.flows, folder: folder)
    }

    var rounds: Int? { 5 }

    func read() throws -> [Figure] {
        self.empty.kill()
        self.full.kill()
        let (none, many) = (try self.empty.start(), try self.full.start())
        let memory = (self.empty.status("VmRSS"), self.full.status("VmRSS"))
        let times = try self.pages(of: "/build/api/runs?state=archive").sorted()
        let flow = try self.pages(of: "/build/api/runs?state=archive&flow=bench").sorted()
        let first = try Self.times { _ = try self.full.wire().get("/build/api/flows") }.sorted()
        return [
            Figure("page of 50 over HTTP, median", times[times.count / 2] * 1e3, "ms"),
            Figure("page of 50 over HTTP, p99", times[times.count * 99 / 100] * 1e3, "ms", .most(10)),
            Figure("page of 50 of a flow over HTTP, p99", flow[flow.count * 99 / 100] * 1e3, "ms", .most(10)),
            Figure("flows with their last runs over HTTP, p99", first[first.count * 99 / 100] * 1e3, "ms", .most(10)),
            Figure("start to first answer, against none", many / none, "times", .most(1.2)),
            Figure("resident, against none", memory.1 / memory.0, "times", .most(1.2)),
        ]
    }

    private func pages(of path: String) throws -> [Double] {
        let wire = try self.full.wire()
        var after = ""
        return try (0..<Self.pages).map { _ in
            try measured {
                let answer = try wire.get("\(path)&limit=50\(after)")
                guard answer.status == 200 else {
                    throw FloorFailed(what: "page (\(answer.body.prefix(500)))")
                }
                // After the last page, from the first again.
                after = answer.field("next").map { "&after=\($0)" } ?? ""
            }
        }
    }

    private static func times(_ body: () throws -> Void) rethrows -> [Double] { try (0..<200).map { _ in try measured(body) } }
}

/// An event of a host with 10,000 live runs against one with ten.
struct LiveSlope: Measured {
    static let row = Row(
        name: "live-slope", what: "run of ten nodes beside 10,000 waiting runs against beside ten; a run", target: .cost(atMost: 1.3)
    ) {
        try LiveSlope()
    }
    private let few: FloeHost
    private let many: FloeHost
    private static let flows = """
        flows:
          - id: ask
            triggers: [{id: go, type: data}]
            tasks: [{id: ok, listen: trigger.good, type: data, opts: {form: {fields: [{id: who, type: text}]}}}]
          - id: quick
            triggers: [{id: go, type: data}]
            tasks:
              - {id: n0, listen: trigger.good, type: exec, opts: {cmd: 'true'}}
        \((1..<10).map { "      - {id: n\($0), listen: task.n\($0 - 1).good, type: exec, opts: {cmd: 'true'}}" }.joined(separator: "\n"))
        """

    init() throws {
        self.few = try Self.host(10)
        self.many = try Self.host(10_000)
    }

    private static func host(_ waiting: Int) throws -> FloeHost {
        let host = try FloeHost(flows: Self.flows)
        let threads = min(10, waiting)
        try together(threads) { _ in
            let wire = try host.wire()
            for _ in 0..<waiting / threads { _ = try host.trigger("ask", on: wire) }
        }
        return host
    }

    func floor() throws -> Double { try Self.seconds(self.few) }
    func ours() throws -> Double { try Self.seconds(self.many) }

    private static func seconds(_ host: FloeHost) throws -> Double {
        let wire = try host.wire()
        return try (0..<10).reduce(0) { sum, _ in try sum + host.run("quick", on: wire) } / 10
    }
}
