import FloeAgent
import FloeCore
import FloeSystem
import FloeTesting
import Testing

@testable import FloeTasks

@Suite("what a task reports", .timeLimit(.minutes(5)))
struct ExecOutputTests {
    @Test func `Lines of FLOE_OUTPUT are values, also of a failure, and the file is gone`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order([
                "shell": "echo version=1.2=3 >> $FLOE_OUTPUT; printf 'a.b-c_d=é x\\r\\n\\nno line\\nlast=' >> $FLOE_OUTPUT; exit 4"
            ])
            let outcome = await bench.run(order)
            #expect(outcome == Outcome(.bad, status: 4, values: ["version": "1.2=3", "a.b-c_d": "é x", "last": ""]))
            #expect(try await bench.output(order) == "floe: line 4 of $FLOE_OUTPUT is ignored: it must have the form key=value\n")
            let folder = try bench.host.logs.folder(of: order.id.run, flow: "ci")
            #expect(try Folder.names(in: folder).filter { $0.hasSuffix(".out") } == [])
        }
    }

    @Test func `It is bounded in keys and in bytes`() async throws {
        try await TaskBench.with { bench async throws in
            let many = await bench.run(bench.order(["shell": "for i in {1..300}; do echo k$i=$i; done > $FLOE_OUTPUT"]))
            #expect(many.values.count == 256)
            let long = bench.order(["shell": "echo a=1 > $FLOE_OUTPUT; printf 'b=%0100000d\\n' 1 >> $FLOE_OUTPUT"])
            #expect(await bench.run(long).values == ["a": "1"])
            #expect(try await bench.output(long).contains("longer than 64 KiB"))
        }
    }

    @Test func `A pipe or a link in its place holds nothing up and gives nothing away`() async throws {
        try await TaskBench.with { bench async throws in
            for script in ["mkfifo $FLOE_OUTPUT", "ln -s /etc/os-release $FLOE_OUTPUT", "mkdir $FLOE_OUTPUT"] {
                let order = bench.order(["shell": .string(script)])
                #expect(await bench.run(order) == Outcome(.good, status: 0))
                #expect(try await bench.output(order).contains("$FLOE_OUTPUT is ignored"))
            }
        }
    }

    @Test func `A line over 64 KiB, of 100 MB even, hangs nothing and is there to its last byte`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "head -c 100000000 /dev/zero | tr '\\0' x; printf end"])
            #expect(await bench.run(order).kind == .good)
            let log = LogFile(path: try bench.host.logs.path(of: order.id, flow: "ci"))
            let size = try await log.size()
            let head = try await log.lines(from: 1, count: 1)
            #expect(size == Int64(head.bytes.count) + 100_000_003)
            #expect(try await log.read(from: size - 4) == Array("xend".utf8))
            #expect(try await log.search("end").map(\.line) == [1, 2])
        }
    }

    @Test func `A background child that holds stdout holds no node, goes on writing, and lives until its run ends`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "(sleep 0.1; echo late; sleep 608) & echo $! > pid; echo early"])
            #expect(await bench.run(order) == Outcome(.good, status: 0))
            let log = LogFile(path: try bench.host.logs.path(of: order.id, flow: "ci"))
            let end = LogEnd()
            var text = ""
            for try await chunk in log.follow(until: end) {
                text += String(decoding: chunk, as: UTF8.self)
                if text.hasSuffix("late\n") { end.end() }
            }
            #expect(text.hasSuffix("early\nlate\n"))
            let pid = String(decoding: try await LogFile(path: "\(bench.workspace(order))/pid").read(from: 0).dropLast(), as: UTF8.self)
            #expect(Folder.exists("/proc/\(pid)"))
            bench.pool.runEnded(RunRef(host: "h1", number: 2), flow: "ci")
            bench.pool.runEnded(order.id.run, flow: "ci")
            try await Deadline.until("its end") { !Folder.exists("/proc/\(pid)") }
        }
    }

    @Test func `Artifacts are kept of good and bad attempts, and what cannot be kept is noted`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order([
                "shell": "mkdir -p out/deep; echo a > out/a.txt; echo b > out/deep/b.txt; ln -s /etc/passwd out/p.txt; exit 1"
            ]) {
                $0.artifacts = ["out/**/*.txt", "missing/*", "../x"]
            }
            #expect(await bench.run(order).kind == .bad)
            let kept = "\(try bench.host.artifacts.folder(of: order.id.run, flow: "ci"))/build/out"
            #expect(try Folder.names(in: kept).sorted() == ["a.txt", "deep"])
            #expect(try await LogFile(path: "\(kept)/deep/b.txt").read(from: 0) == Array("b\n".utf8))
            let log = try await bench.output(order)
            #expect(log.contains("floe: artifacts: nothing fits 'missing/*'"))
            #expect(log.contains("floe: '../x' under 'artifacts' is no pattern"))
            #expect(log.contains("out/p.txt leads out of"))
        }
    }

    @Test func `A task is good only with its artifacts, and those that fit are kept`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "echo a > a; truncate -s 11G b; echo c > c; ln -s nowhere d; echo v=1 >> $FLOE_OUTPUT"]) {
                $0.artifacts = ["*"]
            }
            let outcome = await bench.run(order)
            #expect(outcome.kind == .bad && outcome.status == nil && outcome.values == ["v": "1"])
            #expect(
                outcome.reason
                    == "the artifact 'b' (11 GB) cannot be kept: an attempt may keep 10 GB, of which 10 GB are left; name fewer files under 'artifacts'"
            )
            let kept = "\(try bench.host.artifacts.folder(of: order.id.run, flow: "ci"))/build"
            #expect(try Folder.names(in: kept).sorted() == ["a", "c"])
            #expect(try await bench.output(order).contains("floe: artifacts: cannot read d"))
            // What went wrong before is what counts.
            let bad = bench.order(["shell": "truncate -s 11G b; exit 4"]) { $0.artifacts = ["b"] }
            let other = await bench.run(bad)
            #expect(other.kind == .bad && other.status == 4 && other.reason == nil)
        }
    }
}
