public import FloeCore

/// Why a run is where it is.
public struct WhyView: Sendable, Hashable, Codable {
    public var ref: RunRef
    /// Its own reasons.
    public var why: [WaitView]
    /// The live runs it waits for, and those that these wait for, nearest first.
    public var chain: [WhyLinkView]
    /// Whether the chain is longer than what is shown.
    public var chainIsCut: Bool

    /// - Parameters:
    ///   - chain: Of a live run, what the hub says; nil for one that is not live.
    ///   - trouble: Why the host can store nothing at present, if it cannot.
    public init(_ row: RunRow, chain: WhyChain?, trouble: StoreTrouble? = nil) {
        self.ref = row.ref
        self.chain = (chain?.links.dropFirst() ?? []).map(WhyLinkView.init)
        self.chainIsCut = chain?.isCut ?? false
        var why: [WaitView] = []
        if let trouble, row.isLive { why.append(trouble.view) }
        if let ending = row.ending, row.isLive {
            let by = ending.by.isEmpty ? "" : ", by \(ending.by)"
            why.append(
                WaitView(
                    kind: "ending", text: "ends \(ending.result.rawValue): \(Self.reason(ending.reason, ending.detail))\(by)",
                    change: "what still runs of it ends; cancel it again to stop clean-up too"))
        }
        if row.isLive {
            why += (chain?.links.first?.waits ?? []).map { WaitView($0, at: row.ref) }
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
