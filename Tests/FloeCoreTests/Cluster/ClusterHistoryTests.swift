import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Random histories of clusters in memory; `FLOE_HISTORIES=5000` plays more of them, `FLOE_HISTORY=17` one with its steps.
@Suite struct ClusterHistoryTests {
    static let environment = ProcessInfo.processInfo.environment
    static let count = max(1, (environment["FLOE_HISTORIES"].flatMap { Int($0) } ?? 320) / 8)
    static let part = environment["FLOE_SETUP"] ?? ""
    static let one = environment["FLOE_HISTORY"].flatMap { Int($0) }

    static let setups: [ClusterSetup] = [
        ClusterSetup(description: "2 hosts, crashes and cuts", hosts: 2, runs: 3, steps: 120, clusterTags: ["a"], picky: false),
        ClusterSetup(description: "3 hosts, 2 tags, heals", faults: [.crash: 4, .cut: 8, .tear: 2, .partition: 2, .heal: 4]),
        ClusterSetup(description: "a disk is lost", faults: [.crash: 2, .cut: 5, .tear: 2, .disk: 1, .heal: 3]),
        ClusterSetup(
            description: "lists change, schedules", faults: [.crash: 2, .cut: 4, .tear: 2, .list: 5], secondList: [0, 1, 2], slots: 3),
        ClusterSetup(
            description: "a host is taken out and comes back, schedules", steps: 200, faults: [.crash: 2, .cut: 4, .tear: 2, .list: 6],
            secondList: [0, 1],
            slots: 3),
        ClusterSetup(
            description: "limit 2, disk lost, lists change", runs: 6, steps: 200, limits: ["a": 2],
            faults: [.crash: 2, .cut: 4, .tear: 2, .disk: 1, .list: 4, .heal: 2], secondList: [0, 1]),
        ClusterSetup(description: "schedules", runs: 2, faults: [.crash: 4, .cut: 6, .tear: 2, .partition: 2], slots: 3),
        ClusterSetup(
            description: "drains, cancels, pauses", runs: 6, steps: 200,
            faults: [.crash: 2, .cut: 4, .tear: 2, .partition: 2, .drain: 5, .cancel: 3, .pause: 4, .heal: 1]),
        ClusterSetup(
            description: "drains and lists", runs: 6, steps: 200, faults: [.crash: 2, .cut: 3, .tear: 2, .drain: 5, .list: 3, .heal: 1],
            secondList: [0, 1, 2]),
        ClusterSetup(
            description: "locks of hosts, tags of several homes", hosts: 4, runs: 7, steps: 220, clusterTags: ["a", "b", "c"],
            limits: ["lock": 2],
            faults: [.crash: 3, .cut: 5, .tear: 2, .partition: 2, .drain: 2], locks: true),
        ClusterSetup(
            description: "overlap", runs: 7, steps: 220, clusterTags: ["a"],
            faults: [.crash: 3, .cut: 5, .tear: 2, .partition: 2, .cancel: 1, .list: 2],
            secondList: [0, 1, 2], overlaps: true),
        ClusterSetup(description: "a cold start", runs: 4, faults: [.crash: 2, .cut: 3, .tear: 2, .partition: 2], slots: 2, isCold: true),
        ClusterSetup(
            description: "forgotten hosts", runs: 6, steps: 200, faults: [.crash: 4, .cut: 3, .tear: 1, .forget: 1, .heal: 2, .drain: 1]),
        ClusterSetup(description: "older copies", runs: 6, steps: 220, faults: [.crash: 6, .cut: 3, .copy: 3, .heal: 2]),
        ClusterSetup(
            description: "everything", hosts: 4, runs: 8, steps: 300, clusterTags: ["a", "b", "c"], limits: ["b": 2],
            faults: [
                .crash: 4, .cut: 6, .tear: 3, .partition: 3, .disk: 1, .list: 4, .heal: 2, .drain: 3, .cancel: 2, .pause: 2, .forget: 1,
                .copy: 2,
            ], secondList: [0, 1, 3], slots: 3, locks: true, overlaps: true),
    ]

    @Test(arguments: setups.filter { part.isEmpty || $0.description == part }) func `invariants hold in random histories`(
        setup: ClusterSetup
    ) {
        for seed in Self.one.map({ $0...$0 }) ?? 0...(Self.count - 1) {
            var world = ClusterWorld(seed: seed, setup: setup)
            guard let broken = world.play() else { continue }
            Issue.record(Comment(rawValue: "\(setup), seed \(seed): \(broken)"))
            if Self.one != nil { print(Self.trace(of: seed, setup)) }
            return
        }
    }

    private static func trace(of seed: Int, _ setup: ClusterSetup) -> String {
        var world = ClusterWorld(seed: seed, setup: setup)
        world.log.isOn = true
        let broken = world.play() ?? "nothing"
        return (world.log.lines + [broken]).joined(separator: "\n")
    }
}
