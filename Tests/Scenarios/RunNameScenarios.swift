import FloeCore
import FloeTesting
import Glibc
import Testing

/// The name of a run is never given to another, whatever happens to the store.
@Suite(.timeLimit(.minutes(2)))
struct RunNameScenarios {
    private static let flows = "flows: [{id: one, tasks: [{id: a, type: exec, listen: trigger.good, opts: {cmd: 'true'}}]}]"

    /// Starts the host, has it run twice, and kills it.
    private static func names(_ host: TestHost) async throws -> [RunRef] {
        let (process, client) = try await host.start()
        var names: [RunRef] = []
        for _ in 1...2 {
            let run = try await client.trigger("one")
            _ = try await client.ended(run)
            names.append(try #require(RunRef(run)))
        }
        process.send(SIGKILL)
        _ = try await process.exit()
        return names
    }

    @Test func `a store that is lost, older or restored never uses a name again`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        var names = try await Self.names(host)
        #expect(names.map(\.number) == [1, 2])
        let root = host.folder.file("root")
        let backup = host.folder.file("backup.tar")
        let made = try await host.floe(["backup", backup, "-root", root, "-host_name=h1"])
        #expect(made.status == 0, "\(made.printed)")
        names += try await Self.names(host)
        // The store is gone, twice; then the folder, and what was known at first is restored, twice.
        for loss in ["rm root/floe.sqlite*", "rm root/floe.sqlite*", "restore", "restore"] {
            if loss == "restore" {
                try TestCommand.sh("rm -rf root", in: host.folder.path)
                let restored = try await host.floe(["restore", backup, "-root", root])
                #expect(restored.status == 0, "\(restored.printed)")
            } else {
                try TestCommand.sh(loss, in: host.folder.path)
            }
            let last = try #require(names.last)
            let more = try await Self.names(host)
            #expect(more.allSatisfy { $0.number > last.number }, "\(more) after \(names)")
            names += more
        }
        #expect(Set(names).count == 12)
    }
}
