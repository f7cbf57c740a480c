public import FloeCore

/// Which runs are asked for.
public struct RunSearch: Sendable, Hashable {
    /// `pending`, `active`, `archive`, or several with commas.
    public var state: String?
    public var flow: String?
    public var result: RunRow.Result?
    public var branch: String?
    public var text: String?

    public init(
        state: String? = nil, flow: String? = nil, result: RunRow.Result? = nil, branch: String? = nil, text: String? = nil
    ) {
        self.state = state
        self.flow = flow
        self.result = result
        self.branch = branch
        self.text = text
    }

    func path(limit: Int, after: String?) -> String {
        "/runs"
            + URLText.query([
                ("state", self.state), ("flow", self.flow), ("result", self.result?.rawValue), ("branch", self.branch), ("q", self.text),
                ("limit", String(limit)), ("after", after),
            ])
    }
}
