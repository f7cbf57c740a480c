/// A cancel on its way to wherever the run is.
public struct RunStop: Sendable, Hashable, Codable {
    /// `person`, `overlap`, `parent` or `timed-out`, as in a run's end.
    public var reason: String
    public var by: String
    public var detail: String
    /// Clean-up is stopped too.
    public var hard: Bool

    public init(reason: String, by: String, detail: String = "", hard: Bool = false) {
        self.reason = reason
        self.by = by
        self.detail = detail
        self.hard = hard
    }

    var end: RunEnd { RunEnd(.cancelled, reason: self.reason, detail: self.detail, by: self.by) }
}
