public import FloeCore

/// Why a run is where it is.
public struct WhyView: Sendable, Hashable, Codable {
    public var ref: RunRef
    public var why: [WaitView]

    /// - Parameter waits: of a live run, what the hub says; nil for one that is not live.
    public init(_ row: RunRow, waits: [Wait]?) {
        self.ref = row.ref
        var why: [WaitView] = []
        if let ending = row.ending, row.isLive {
            let by = ending.by.isEmpty ? "" : ", by \(ending.by)"
            why.append(
                WaitView(
                    kind: "ending", text: "ends \(ending.result.rawValue): \(Self.reason(ending.reason, ending.detail))\(by)",
                    change: "what still runs of it ends; cancel it again to stop clean-up too"))
        }
        if row.isLive {
            why += (waits ?? []).map { WaitView($0, at: row.ref) }
        } else if let result = row.result {
            let by = row.by.isEmpty ? "" : ", by \(row.by)"
            why.append(
                WaitView(
                    kind: "ended", text: "ended \(result.rawValue): \(Self.reason(row.reason, row.detail))\(by)",
                    change: result == .good ? "nothing: it is over" : "retry it: floe run retry \(row.ref)"))
        }
        self.why = why
    }

    private static func reason(_ reason: String, _ detail: String) -> String {
        let reason = reason.isEmpty ? "nothing was left to do" : reason
        return detail.isEmpty ? reason : "\(reason) (\(detail))"
    }
}
