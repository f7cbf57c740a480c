import FloeSystem
import Foundation

/// Measures rows, each in turns with its floor, and prints the table.
@main
struct Bench {
    /// All rows there are. A new one is a type in `Rows/`, named here.
    static let rows: [Row] = [
        Chain.row, ParallelTrue.row, KeeperPrice.chain, KeeperPrice.parallel, FirstProcess.row, Across.row, Throughput.row, OutputBytes.row,
        OutputLines.row, Sockets.row, StorePage.row,
        History.row, Idle.row, Checkout.row, CheckoutAgain.row, Fetch.row, FetchCached.row, Restart.row, Agents.row, ChainSlope.row,
        DecideSlope.row,
        LiveSlope.row, StoreCommitOne.row, StoreCommitNode.row, StoreCommit64.row, Shapes.row, Ladder.row,
    ]

    /// How often each side is measured.
    static let rounds = Self.number("BENCH_ROUNDS") ?? 9

    static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    static func main() {
        let given = Array(CommandLine.arguments.dropFirst())
        // A hub in this program starts its keeper as floe does.
        if given.first == KeeperProgram.word { exit(KeeperProgram.run(Array(given.dropFirst()))) }
        let names = Set(given)
        let known = Self.rows.map(\.name)
        let unknown = names.subtracting(known).sorted().joined(separator: " ")
        guard unknown.isEmpty else {
            FileHandle.standardError.write(Data("bench: no row '\(unknown)'; there are: \(known.joined(separator: " "))\n".utf8))
            exit(2)
        }
        // A client that floe ends is not to end us.
        signal(SIGPIPE, SIG_IGN)
        print(Table.head)
        var failed = false
        for row in Self.rows where names.isEmpty || names.contains(row.name) {
            do {
                switch try row.prepare() {
                case .ratio(let target, let sides): try Self.measure(row, target, sides)
                case .figures(let reading): try Self.measure(row, reading)
                }
            } catch {
                // The other rows can still be measured.
                print("| \(row.name) | \(row.what) | | failed: \(error) | | | |")
                failed = true
            }
            fflush(nil)
        }
        if failed { exit(1) }
    }

    private static func measure(_ row: Row, _ target: Target, _ sides: any Measured) throws {
        // Once unmeasured: caches fill, pages are faulted in.
        _ = try sides.floor()
        _ = try sides.ours()
        var floors: [Double] = []
        var ours: [Double] = []
        var ratios: [Double] = []
        for _ in 0..<Self.rounds {
            let floor = try sides.floor()
            let our = try sides.ours()
            floors.append(floor)
            ours.append(our)
            ratios.append(target.ratio(floor: floor, ours: our))
        }
        print(Table.line(row, target, floor: Samples(floors), ours: Samples(ours), ratios: Samples(ratios)))
        for remark in sides.remarks { print("| \(row.name) | \(remark) | | | | | |") }
    }

    private static func measure(_ row: Row, _ reading: any Reading) throws {
        var figures: [[Figure]] = []
        for _ in 0..<(reading.rounds ?? Self.rounds) {
            for (at, figure) in try reading.read().enumerated() {
                if at == figures.count { figures.append([]) }
                figures[at].append(figure)
            }
        }
        for figure in figures { print(Table.line(row, figure)) }
    }
}
