@testable import FloeCore

/// What may go wrong in a history.
enum ClusterFault: Hashable { case crash, cut, tear, partition, disk, list, heal, drain, cancel, pause, forget, copy }

/// A rule of the protocol that is broken on purpose, outside of the code under test.
enum PlantedFault: String, CaseIterable {
    case takenBeforeSaved, offerBeforeSaved, silenceIsRefusal, grantNotSaved, noRollCall, callOmitsAssigned, callOmitsHanded,
        oldSessionHeard,
        newListAtOnce, freedOnSilence, unsorted, healWithoutAll, releasedBeforeArchive, healDropsFresh, healUnnumbered, askedBeforeJoined,
        slotNotCarried, diskLossNotNoticed, forgottenBeforeNoted, askedBeforeReleased, olderCopyHeard, movedRunsNamed
}

/// One kind of history.
struct ClusterSetup: CustomStringConvertible {
    var description: String
    var hosts = 3
    var runs = 4
    var steps = 150
    var clusterTags = ["a", "b"]
    var limits: [String: Int] = [:]
    var faults: [ClusterFault: Int] = [.crash: 3, .cut: 6, .tear: 2, .partition: 2]
    /// The second list; nil has only one.
    var secondList: [Int]?
    var slots = 0
    var locks = false
    var overlaps = false
    /// Runs name tags of hosts.
    var picky = true
    var noTags = false
    /// Empty stores that have never met, not even themselves.
    var isCold = false
    var plant: PlantedFault?
    var mayTear: Bool { self.faults[.tear] != nil }

    func list(_ which: Int, _ addresses: [String]) -> HostList {
        let members = which == 1 ? self.secondList ?? Array(addresses.indices) : Array(addresses.indices)
        // A tag of host scope that nobody wants makes lists differ that have the same hosts.
        return HostList(hosts: members.map { addresses[$0] }, hostScoped: which == 1 ? ["lock", "other"] : ["lock"])
    }

    func tags(_ host: Int) -> Set<String> { ["t\(host + 1)", "any"] }
}
