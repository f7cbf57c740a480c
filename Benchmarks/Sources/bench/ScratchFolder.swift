import Foundation

/// A folder below `$BENCH_FOLDER`, or the present folder: where the disk that matters is, which `/tmp` may not be on.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let parent = ProcessInfo.processInfo.environment["BENCH_FOLDER"] ?? FileManager.default.currentDirectoryPath
        self.path = "\(parent)/bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The path of a file that is not there yet.
    func fresh() -> String { "\(self.path)/\(UUID().uuidString).sqlite" }
}

/// Seconds that something takes.
func measured(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    return (clock.now - start) / .seconds(1)
}
