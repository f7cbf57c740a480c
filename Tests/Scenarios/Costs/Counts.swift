import FloeTesting
import Glibc

/// What a host, without its keeper, has asked of the allocator and of the system: numbers that stand for a cost and that no neighbour changes.
struct Counts {
    var allocations: Double
    /// Bytes.
    var allocated: Double
    var writes: Double
    /// Bytes.
    var written: Double
    /// `fsync` and `fdatasync`.
    var syncs: Double

    static func - (_ now: Counts, _ before: Counts) -> Counts {
        Counts(
            allocations: now.allocations - before.allocations, allocated: now.allocated - before.allocated,
            writes: now.writes - before.writes, written: now.written - before.written, syncs: now.syncs - before.syncs)
    }

    static func / (_ counts: Counts, _ units: Int) -> Counts {
        let units = Double(units)
        return Counts(
            allocations: counts.allocations / units, allocated: counts.allocated / units, writes: counts.writes / units,
            written: counts.written / units, syncs: counts.syncs / units)
    }
}

/// The library that counts, and the file it counts in.
struct Counter {
    private let folder: TemporaryFolder
    private var file: String { self.folder.file("counts") }

    /// Makes the library: `Fixtures/counts.c`. Blocks for a moment.
    init() throws {
        self.folder = try TemporaryFolder()
        guard let real = realpath(#filePath, nil) else { throw WireClient.Failure(description: "no sources beside the tests") }
        defer { free(real) }
        let tests = String(cString: real).split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        try TestCommand.sh(
            """
            clang -O1 -shared -fPIC -Wall -Werror -o counts.so '\(tests)/Fixtures/counts.c' -ldl
            head -c 64 /dev/zero > counts
            """, in: self.folder.path)
    }

    /// What a host that is to be counted is started with.
    var environment: [String: String] { ["LD_PRELOAD": self.folder.file("counts.so"), "FLOE_COUNTS": self.file] }

    /// What was counted until now.
    func now() throws -> Counts {
        let number = open(self.file, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw WireClient.Failure(description: "no file of counts") }
        defer { close(number) }
        var numbers = [UInt](repeating: 0, count: 8)
        guard read(number, &numbers, 64) == 64 else { throw WireClient.Failure(description: "the file of counts is short") }
        let values = numbers.map(Double.init)
        return Counts(allocations: values[0], allocated: values[1], writes: values[2], written: values[3], syncs: values[4])
    }
}
