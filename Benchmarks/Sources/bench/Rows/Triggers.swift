import CFloor
import Foundation

/// From a trigger over HTTP to its first process, against one durable commit and the start of the same process.
final class FirstProcess: Measured {
    static let row = Row(name: "first-process", what: "HTTP trigger to first process, durable", target: .cost(atMost: 3)) {
        try FirstProcess()
    }

    private static let count = 50
    private let host: FloeHost
    private let wire: Wire
    private let fifo: Int32
    private let script: String
    private var times: [Double] = []

    init() throws {
        let folder = try ScratchFolder()
        let fifo = "\(folder.path)/fifo"
        mkfifo(fifo, 0o600)
        // Open both ways, so that it has a reader at any moment and never an end.
        self.fifo = open(fifo, O_RDWR | O_CLOEXEC)
        self.script = "echo >\(fifo)"
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: first
                    triggers: [{id: go, type: data}]
                    tasks:
                      - {id: a, listen: trigger.good, type: exec, opts: {cmd: sh, args: [-c, 'echo >\(fifo)']}}
                """, folder: folder)
        self.wire = try self.host.wire()
    }

    deinit { close(self.fifo) }

    func floor() throws -> Double {
        let seconds = floor_first(self.host.folder.fresh(), self.script, self.fifo, CInt(Self.count))
        return try FloorFailed.unless(seconds, units: Self.count, "commit and spawn")
    }

    func ours() throws -> Double {
        var times: [Double] = []
        for _ in 0..<Self.count {
            times.append(
                try measured {
                    _ = try self.host.trigger("first", on: self.wire)
                    guard floor_await(self.fifo) == 0 else { throw FloorFailed(what: "wait for the first process") }
                })
            // The end of the run is not this row's to measure.
            try self.host.settle(on: self.wire)
        }
        self.times += times
        return Samples(times).median
    }

    var remarks: [String] {
        let sorted = self.times.sorted()
        let median = sorted[sorted.count / 2]
        let late = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        return [String(format: "median %.2f ms, p99 %.2f ms: %.1f times the median (target ≤ 10)", median * 1e3, late * 1e3, late / median)]
    }
}

/// From a trigger at one host to the first process of its run at another, against the same at a host by itself.
final class Across: Measured {
    static let row = Row(name: "across", what: "trigger at A to first process at B of a cluster", target: .cost(atMost: 3)) { try Across() }

    private static let count = 50
    private let fifo: Int32
    private let alone: FloeHost
    private let hosts: [FloeHost]

    init() throws {
        let folder = try ScratchFolder()
        let fifo = "\(folder.path)/fifo"
        mkfifo(fifo, 0o600)
        self.fifo = open(fifo, O_RDWR | O_CLOEXEC)
        let flows = """
            flows:
              - id: first
                host-tags: [two]
                triggers: [{id: go, type: data}]
                tasks:
                  - {id: a, listen: trigger.good, type: exec, opts: {cmd: sh, args: [-c, 'echo >\(fifo)']}}
            """
        self.alone = try FloeHost(flows: flows, folder: folder, more: ["-tags=two"])
        let ports = try [Wire.freePort(), Wire.freePort()]
        let list = "-hosts=" + ports.map { "http://127.0.0.1:\($0)" }.joined(separator: ",")
        self.hosts = try [
            FloeHost(flows: flows, name: "a", port: ports[0], more: ["-tags=one", list]),
            FloeHost(flows: flows, name: "b", port: ports[1], more: ["-tags=two", list]),
        ]
    }

    deinit { close(self.fifo) }

    func floor() throws -> Double { try self.median(triggering: self.alone, ending: [self.alone]) }
    func ours() throws -> Double { try self.median(triggering: self.hosts[0], ending: self.hosts) }

    private func median(triggering host: FloeHost, ending hosts: [FloeHost]) throws -> Double {
        let wire = try host.wire()
        let others = try hosts.map { try $0.wire() }
        return Samples(
            try (0..<Self.count).map { _ in
                let seconds = try measured {
                    _ = try host.trigger("first", on: wire)
                    guard floor_await(self.fifo) == 0 else { throw FloorFailed(what: "wait for the first process") }
                }
                // The end of the run is not this row's to measure.
                for (host, wire) in zip(hosts, others) { try host.settle(on: wire) }
                return seconds
            }
        ).median
    }
}

/// Runs without a process, from trigger to end, over 64 connections, against rows that C inserts, 64 a transaction.
final class Throughput: Measured {
    static let row = Row(name: "throughput", what: "trigger to end without processes, 64 connections; a run", target: .speed(atLeast: 0.05))
    {
        try Throughput()
    }

    private static let connections = 64
    private static let runs = 100
    private let host: FloeHost
    private let wires: Wires

    /// Each is used by one thread at a time.
    private struct Wires: @unchecked Sendable {
        var all: [Wire]
    }

    init() throws {
        let host = try FloeHost(
            flows: """
                flows:
                  - id: empty
                    triggers: [{id: go, type: data}]
                    tasks: [{id: done, listen: trigger.good, type: end}]
                """)
        self.host = host
        self.wires = Wires(all: try (0..<Self.connections).map { _ in try host.wire() })
    }

    func floor() throws -> Double {
        let seconds = floor_commits(self.host.folder.fresh(), 300, 64)
        return try FloorFailed.unless(seconds, units: 300 * 64, "commits")
    }

    func ours() throws -> Double {
        let wires = self.wires
        let seconds = try measured {
            try together(Self.connections) { at in
                for _ in 0..<Self.runs {
                    guard try wires.all[at].post("/build/api/flows/empty/runs", "{}").status == 202 else {
                        throw FloorFailed(what: "trigger")
                    }
                }
            }
            try self.host.settle(on: wires.all[0])
        }
        return seconds / Double(Self.connections * Self.runs)
    }
}
