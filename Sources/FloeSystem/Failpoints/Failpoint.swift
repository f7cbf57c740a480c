/// A place where something is written or done that a crash must not lose or double, by its name in `FLOE_FAILPOINT`.
///
/// Crash tests have a process die, or a write fail, exactly there. Where the variable is not set, passing a point is one branch.
public enum Failpoint: String, Sendable, Hashable, CaseIterable {
    // The root of a host and its store.
    /// A private file of the root, such as the admin token, is written.
    case privateWrite = "private-file.write"
    /// The store was opened and read.
    case storeOpened = "store.opened"
    /// Before the transaction of a batch.
    case storeCommit = "store.commit"
    /// The rows of a batch are written, and not committed.
    case storeWritten = "store.written"
    /// The transaction is on the disk, and nothing has been done that follows from it.
    case storeCommitted = "store.committed"

    // What a hub does after a commit: before each effect, in their order, and after the last.
    case hubRecover = "hub.recover"
    case hubRecovered = "hub.recovered"
    case hubStart = "hub.start"
    case hubStop = "hub.stop"
    case hubForget = "hub.forget"
    case hubRunEnded = "hub.run-ended"
    case hubLoad = "hub.load"
    case hubReply = "hub.reply"
    case hubAnnounce = "hub.announce"
    /// Something is said to another host, or done about a connection to it.
    case hubPeer = "hub.peer"
    case hubPerformed = "hub.performed"

    /// A flow file was read, and the hub does not know yet.
    case flowLoaded = "flow.loaded"

    // An attempt.
    case workspaceMake = "workspace.make"
    case workspaceMade = "workspace.made"
    case logMake = "log.make"
    /// A line of floe's own is written to a log.
    case logAppend = "log.append"
    /// Before `$FLOE_OUTPUT` is read, and after that, before it is removed.
    case outputTake = "output.take"
    case outputTaken = "output.taken"
    /// Before each file that is kept, and after the last.
    case artifactKeep = "artifact.keep"
    case artifactsKept = "artifacts.kept"
    /// It has ended, and the hub does not know yet.
    case outcomeTell = "outcome.tell"

    // The keeper.
    /// Before an order is begun, and after its first process was started.
    case keeperBegin = "keeper.begin"
    case keeperStarted = "keeper.started"
    /// Output of a task is written to its log.
    case keeperOutput = "keeper.output"
    /// An order has come to its end, and no hub knows.
    case keeperEnd = "keeper.end"
    case keeperForget = "keeper.forget"

    // Retention.
    /// Before the files of a swept run are removed.
    case sweepFiles = "sweep.files"
}
