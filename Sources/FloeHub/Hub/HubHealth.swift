public import FloeCore

/// Whether a hub can store what it is asked.
public enum HubHealth: Sendable, Hashable {
    case working
    /// The last commit failed; new work is refused until one succeeds.
    case failing(since: Moment, detail: String)
    /// It was told to shut down, or has ended.
    case stopping
}
