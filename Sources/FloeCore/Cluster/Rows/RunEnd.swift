/// How a run ended, as its executor tells the adopter: what parents, flow triggers and pages need.
public struct RunEnd: Sendable, Hashable, Codable {
    public var result: RunRow.Result
    public var reason: String
    public var detail: String
    public var by: String
    /// What its end node heard.
    public var values: Values

    public init(_ result: RunRow.Result, reason: String = "", detail: String = "", by: String = "", values: Values = [:]) {
        self.result = result
        self.reason = reason
        self.detail = detail
        self.by = by
        self.values = values
    }

    static func lost(_ detail: String) -> RunEnd { RunEnd(.bad, reason: "lost", detail: detail) }
}
