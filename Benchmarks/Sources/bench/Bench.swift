import Foundation

/// Measures rows, each in turns with its floor, and prints the table.
@main
struct Bench {
    /// All rows there are. A new one is a type in `Rows/`, named here.
    static let rows: [Row] = [
        Chain.row, ParallelTrue.row, ChainSlope.row, DecideSlope.row, StoreCommitOne.row, StoreCommitNode.row, StoreCommit64.row, StorePage.row,
    ]

    /// How often each side is measured.
    static let rounds = ProcessInfo.processInfo.environment["BENCH_ROUNDS"].flatMap { Int($0) } ?? 9

    static func main() throws {
        let names = Set(CommandLine.arguments.dropFirst())
        let known = Self.rows.map(\.name)
        let unknown = names.subtracting(known).sorted().joined(separator: " ")
        guard unknown.isEmpty else {
            FileHandle.standardError.write(Data("bench: no row '\(unknown)'; there are: \(known.joined(separator: " "))\n".utf8))
            exit(2)
        }
        print(Table.head)
        for row in Self.rows where names.isEmpty || names.contains(row.name) { try Self.measure(row) }
    }

    private static func measure(_ row: Row) throws {
        let sides = try row.prepare()
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
            ratios.append(row.target.ratio(floor: floor, ours: our))
        }
        print(Table.line(row, floor: Samples(floors), ours: Samples(ours), ratios: Samples(ratios)))
    }
}
