/// What a download tells while it works.
public enum FetchNews: Sendable, Hashable {
    case line(String)
    /// Bytes that are here, and of how many where that is known.
    case progress(got: Int64, of: Int64?)
}
