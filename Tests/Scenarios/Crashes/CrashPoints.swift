import FloeSystem
import FloeTesting
import Glibc
import Testing

/// A host, or its keeper, that dies at each named point in turn, amid runs that pass all of them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrashPoints {
    /// A sweep and the private files of a root have tests of their own; a host by itself says nothing to others.
    private static let points = Failpoint.allCases.filter { ![.sweepFiles, .privateWrite, .hubPeer].contains($0) }.map(\.rawValue)

    @Test(arguments: points) func `nothing is lost, doubled, left or stuck after a death at`(_ point: String) async throws {
        let isWrite = ["log.append", "keeper.output"].contains(point)
        let play = try CrashPlay(seed: 1, flows: CrashFlow.passingAll)
        try await play.die(of: isWrite ? "\(point):1:short" : point)
        #expect(!play.deaths.isEmpty, "\(point) is not passed")
        try await play.settle()
        var verdict = CrashVerdict(play)
        try await verdict.judge()
        #expect(verdict.violations.isEmpty)
        play.host.process?.send(SIGTERM)
        #expect(try await play.host.process?.exit() == 0, "\(play.host.printed)")
        await play.following?.value
    }
}
