/// What git tells while it works.
public enum GitNews: Sendable, Hashable {
    /// A line for the log; of progress only the last of each phase.
    case line(String)
    /// How far a phase is, from 0 to 1.
    case progress(phase: String, done: Double)
}
