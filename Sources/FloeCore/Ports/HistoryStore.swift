/// What retention asks of a store. All calls block; they are made on the blocking pool, beside the hub's commits, and none of them holds
/// those up for longer than a few rows take.
///
/// A run goes in three steps, each of which can be repeated after a crash: a commit of the hub takes its row away and notes it as swept
/// (`Changes.swept`), and from then on nobody sees it; its files are removed; its other rows are removed, and with the last the note.
public protocol HistoryStore: Sendable {
    /// What is there of each flow.
    func history() throws -> [FlowUse]

    /// The runs of a flow that ended first and may be swept, in the order of their ends.
    func oldest(of flow: String, limit: Int) throws -> [ArchivedRun]

    /// The run with all runs that its flow nodes started and that belong to it still, itself first.
    func family(of run: RunRef) throws -> [SweptRun]

    /// Runs that ended and whose files were not yet measured.
    func unmeasured(limit: Int) throws -> [ArchivedRun]

    /// Notes the bytes of runs that have ended. Of one that is live again nothing is noted.
    func note(_ sizes: [(run: RunRef, bytes: Int64)]) throws

    /// Runs that were swept and are not yet gone.
    func swept(limit: Int) throws -> [SweptRun]

    /// Removes at most so many rows of swept runs whose files are gone; true when none of these runs is left.
    func clear(_ runs: [SweptRun], rows: Int) throws -> Bool

    /// Flows that no run has any more.
    func unusedFlows(limit: Int) throws -> [String]

    /// Room in the store that is not used, and all of it, in pages.
    func room() throws -> (free: Int, pages: Int)

    /// Gives unused room back to the disk, at most so many pages.
    func giveBack(pages: Int) throws
}
