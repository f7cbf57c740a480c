/// Names one connection to another host at this end; made by the shell, never used twice.
public typealias SessionID = UInt64

/// What reaches the cluster's part of a hub.
public enum ClusterEvent: Sendable {
    // from the shell
    /// The host has started; the list is that of its file. Before it nothing is said.
    case start(bootID: String, HostList)
    /// The file was read again.
    case list(HostList)
    /// A connection that was asked for with `dial` stands, or could not be made.
    case dialled(String, SessionID)
    case dialFailed(String, why: String = "")
    case greeting(SessionID, Greeting)
    case message(SessionID, PeerMessage)
    case closed(SessionID)
    case tick
    /// The host is about to end: it takes and places nothing more.
    case closing

    // from the hub
    /// A run adopted here is ready and wants to be placed.
    case ready(Claim)
    /// A pending run ended here, or waits for something else: it no longer wants its tags.
    case withdrawn(RoundRef, RunEnd)
    /// A pending run is paused: it is in nobody's way, and is told `ready` again when it goes on.
    case paused(RoundRef)
    /// A run was active here before this host was in a cluster.
    case running(Claim)
    /// An active run is archived.
    case archived(RoundRef, RunEnd)
    /// A run that was adopted here and may be elsewhere is to be cancelled.
    case cancel(RoundRef, RunStop)
    /// Fire this slot of a trigger, or keep what a poll of it saw.
    case fire(SlotRow)
    case load(HostLoad)
    case drain(Bool)
    /// A host, by its name or, never seen, its address, will not come back.
    case forget(String)
    /// The store was restored from a backup: nothing it has in hand may be gone on with.
    case restored
}

/// What the hub does in the same transaction.
public enum ClusterVerdict: Sendable, Hashable {
    /// A run of this host becomes active here.
    case activate(RoundRef)
    /// A run of another host becomes active, or pending, here.
    case take(Offer, from: String)
    /// The run is over for this host: executed elsewhere, lost, or cancelled before it was active.
    case ended(RoundRef, RunEnd)
    /// Stop an active run.
    case stop(RoundRef, RunStop)
    /// This host was given up by the others: end an active run as lost, its tasks with it.
    case lose(RoundRef)
    /// The slot is this host's to fire, now.
    case fired(SlotRow)
}

/// What the shell does after the commit, in order.
public enum ClusterEffect: Sendable, Hashable {
    case dial(String)
    case greet(SessionID, Greeting)
    case send(SessionID, PeerMessage)
    case close(SessionID)
}

/// What comes of a batch of events.
public struct ClusterDecision: Sendable {
    public var changes: ClusterChanges
    public var verdicts: [ClusterVerdict]
    public var effects: [ClusterEffect]
}
