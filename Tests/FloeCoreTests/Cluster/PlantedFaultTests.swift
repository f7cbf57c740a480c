import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Each rule of the protocol that is broken on purpose is found by the histories: they can fail.
@Suite struct PlantedFaultTests {
    static let most = 4_000

    static func setup(_ plant: PlantedFault) -> ClusterSetup {
        var setup = ClusterSetup(description: plant.rawValue)
        setup.plant = plant
        switch plant {
        case .takenBeforeSaved, .offerBeforeSaved, .silenceIsRefusal, .freedOnSilence, .forgottenBeforeNoted, .releasedBeforeArchive: break
        case .grantNotSaved: setup.faults = [.crash: 6, .cut: 3]
        case .noRollCall, .diskLossNotNoticed: setup.faults = [.disk: 1, .cut: 3, .crash: 1]
        case .callOmitsAssigned, .callOmitsHanded:
            setup.faults = [.disk: 1, .list: 3, .cut: 3, .heal: 2]
            setup.secondList = [0, 1, 2]
        case .oldSessionHeard:
            setup.faults = [.cut: 12, .drain: 6]
            setup.noTags = true
        case .newListAtOnce, .askedBeforeJoined:
            setup.faults = [.list: 5, .cut: 2]
            setup.secondList = [0, 1]
        case .unsorted: setup.faults = [.cut: 1]
        case .healWithoutAll, .healDropsFresh, .healUnnumbered:
            setup.faults = [.heal: 8, .cut: 6, .crash: 2]
            setup.steps = 200
        case .slotNotCarried:
            setup.faults = [.list: 5, .cut: 1]
            setup.secondList = [0, 1]
            setup.slots = 3
        case .askedBeforeReleased:
            setup.faults = [.drain: 6, .list: 3, .cut: 3, .crash: 2]
            setup.secondList = [0, 1, 2]
            setup.runs = 6
        case .olderCopyHeard:
            setup.faults = [.copy: 2, .crash: 6, .cut: 2]
            setup.steps = 200
        case .movedRunsNamed:
            setup.faults = [.drain: 6, .list: 4, .cut: 2]
            setup.secondList = [0, 1, 2]
            setup.runs = 6
            setup.steps = 200
        }
        return setup
    }

    @Test(arguments: PlantedFault.allCases) func `a broken rule is found`(plant: PlantedFault) {
        let setup = Self.setup(plant)
        for seed in 0..<Self.most {
            var world = ClusterWorld(seed: seed, setup: setup)
            guard let broken = world.play() else { continue }
            if ClusterHistoryTests.environment["FLOE_SHOW"] != nil { print("PLANT \(plant) found by history \(seed): \(broken)") }
            return
        }
        Issue.record("\(plant) was not found in \(Self.most) histories")
    }
}
