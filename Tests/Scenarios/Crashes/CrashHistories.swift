import FloeSystem
import FloeTesting
import FoundationEssentials
import Glibc
import Testing

/// Random histories against a real host that is killed at every failpoint and at any moment.
///
/// `FLOE_CRASHES=N` plays at least so many histories, `FLOE_CRASH_SEED=N` begins with the seed that a failure named.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct CrashHistories {
    private static let perHost = 60
    private static let livesPerHost = 7

    @Test func `nothing is lost, doubled, left or stuck after any kill`() async throws {
        let wanted = Self.number("FLOE_CRASHES") ?? 500
        let first = Self.number("FLOE_CRASH_SEED") ?? 1
        var hosts = 0
        var (histories, hit, attempts, deaths) = (0, 0, 0, 0)
        var met: [String: Int] = [:]
        var order = Seeded(2)
        let points = Failpoint.allCases.filter { ![.privateWrite, .sweepFiles].contains($0) }.map(\.rawValue).shuffled(using: &order)
        while histories < wanted {
            let seed = UInt64(first + hosts)
            let play = try CrashPlay(seed: seed, histories: min(Self.perHost, max(10, wanted - histories)))
            var verdict = CrashVerdict(play)
            do {
                try await Self.play(play, points: points, from: hosts)
                try await verdict.judge()
                try await Self.end(play)
            } catch {
                Issue.record("\(error); FLOE_CRASH_SEED=\(seed), deaths: \(play.causes); it printed:\n\(play.host.printed)")
                return
            }
            #expect(verdict.violations.isEmpty, "FLOE_CRASH_SEED=\(seed), deaths: \(play.causes)")
            if !verdict.violations.isEmpty { return }
            hosts += 1
            histories += play.flows.count
            (hit, attempts, deaths) = (hit + verdict.hit, attempts + verdict.attempts, deaths + play.deaths.count)
            for point in play.met { met[point, default: 0] += 1 }
        }
        #expect(hit * 2 > histories, "most histories are to meet a death")
        let never = points.filter { met[$0] == nil }
        print("crashes: \(histories) histories, \(hit) of them met one of \(deaths) deaths of \(hosts) hosts; \(attempts) attempts")
        print(
            "crashes: died at \(met.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")); never at \(never)"
        )
    }

    private static func play(_ play: CrashPlay, points: [String], from host: Int) async throws {
        var random = Seeded(play.seed &+ 77)
        let each = (play.flows.count + Self.livesPerHost - 1) / Self.livesPerHost
        for life in 0..<Self.livesPerHost {
            // Every point in turn over the hosts, and every third time at any moment.
            let turn = host * Self.livesPerHost + life
            let point = points[(turn - turn / 3) % points.count]
            let nth =
                point.hasPrefix("hub.") || point.hasPrefix("store.") || point.hasPrefix("keeper.")
                ? random.number(1...30) : random.number(1...6)
            let early = ["store.opened", "hub.recover", "hub.recovered"].contains(point)
            try await play.live(
                each,
                failpoint: turn % 3 == 2
                    ? nil : "\(point):\(early ? 1 : nth)\(["log.append", "keeper.output"].contains(point) ? ":short" : "")")
        }
        try await play.settle()
    }

    /// The host ends in order, and nothing of it is left.
    private static func end(_ play: CrashPlay) async throws {
        play.host.process?.send(SIGTERM)
        let status = try await play.host.process?.exit()
        guard status == 0 else { throw WireClient.Failure(description: "floe ended with status \(status ?? -1)") }
        let host = Unchecked(play.host)
        try await Deadline.until("the end of all processes") { host.value.tasks.isEmpty }
        await play.following?.value
    }

    private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}
