import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Random histories of random flows, with crashes; `FLOE_HISTORIES=5000` plays more of them.
@Suite struct HistoryTests {
    static let count = ProcessInfo.processInfo.environment["FLOE_HISTORIES"].flatMap { Int($0) } ?? 320

    @Test(arguments: 0..<8) func `invariants hold in random histories`(lane: Int) {
        for seed in stride(from: lane, to: Self.count, by: 8) {
            var world = World(seed: seed)
            world.play()
        }
    }
}
