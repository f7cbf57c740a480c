import FloeCore
import FloeStore
import FloeTesting
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@Suite struct CrashTests {
    /// The child commits run after run, and writes each number to a file once its commit has returned. Another thread kills
    /// it, wherever it is then.
    @Test(.timeLimit(.minutes(5)), arguments: [3, 40, 150])
    func `every commit that was acknowledged before kill -9 is there`(_ count: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, count = count as Int] in
            try CommitLoop(folder: path).run(killAfter: count)
        }
        let acknowledged = try String(contentsOf: URL(filePath: folder.file("acknowledged")), encoding: .utf8)
            .split(separator: "\n").compactMap { Int($0) }
        #expect(acknowledged.count >= count)
        let opened = try SQLiteStore.file(folder.file("floe.sqlite")).open()
        let stored = Set(opened.runs.map(\.row.ref.number))
        #expect(stored.isSuperset(of: acknowledged))
        // At most the one in hand was stored and not yet acknowledged; each is whole.
        #expect(stored.count <= acknowledged.count + 1)
        #expect(opened.runs.allSatisfy { $0.events.count == 3 && $0.passes.count == 2 })
        #expect(opened.host.nextRun == stored.count + 1)
    }
}

/// What the child does.
struct CommitLoop {
    var folder: String

    func run(killAfter count: Int) throws {
        let store = try SQLiteStore.file("\(self.folder)/floe.sqlite")
        let flow = try Samples.flow()
        let file = open("\(self.folder)/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let killer = Killer(after: count)
        killer.start()
        for number in 1... {
            var changes = Samples.changes(flow, [Samples.run(number, of: flow)])
            changes.host = HostRow(nextRun: number + 1, nextSequence: number * 3 + 1)
            let ref = changes.runs[0].ref
            changes.passes = (1...2).map { PassRow(key: .init(run: ref, node: "compile", pass: $0), state: .ended, cause: 1) }
            changes.events = (1...3).map { Samples.event($0, of: ref, sequence: (number - 1) * 3 + $0) }
            try store.commit(changes)
            let line = Array("\(number)\n".utf8)
            guard write(file, line, line.count) == line.count else { return }
            killer.acknowledged.store(number, ordering: .releasing)
        }
    }
}

/// Kills this process from a thread of its own.
private final class Killer: Sendable {
    let acknowledged = Atomic(0)
    private let count: Int

    init(after count: Int) { self.count = count }

    func start() {
        var thread = pthread_t()
        let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            guard let argument else { return nil }
            let killer = Unmanaged<Killer>.fromOpaque(argument).takeRetainedValue()
            while killer.acknowledged.load(ordering: .acquiring) < killer.count { sched_yield() }
            kill(getpid(), SIGKILL)
            return nil
        }
        pthread_create(&thread, nil, body, Unmanaged.passRetained(self).toOpaque())
    }
}
