/// Why a run is where it is, followed through the runs it waits for: what holds its tags, what it started, and what those wait for.
public struct WhyChain: Sendable, Hashable {
    /// One live run of the chain.
    public struct Link: Sendable, Hashable {
        public var ref: RunRef
        public var flow: FlowKey
        public var phase: RunRow.Phase
        public var waits: [Wait]
    }

    /// The run that was asked about first, then those it waits for, nearest first, each once.
    public var links: [Link]
    /// Whether there were more than were asked for.
    public var isCut: Bool
}

extension HubState {
    /// The chain from a live run. Nil for a run that is not live.
    ///
    /// - Complexity: O(reasons of the links); for those who ask, not for each event.
    public func whyChain(_ ref: RunRef, most: Int = 20) -> WhyChain? {
        guard self.runs[ref] != nil else { return nil }
        var links: [WhyChain.Link] = []
        var seen: Set<RunRef> = [ref]
        var next = [ref]
        var at = 0
        while at < next.count, links.count < most {
            defer { at += 1 }
            guard let run = self.runs[next[at]], let waits = self.why(next[at]) else { continue }
            links.append(WhyChain.Link(ref: run.row.ref, flow: run.row.flow, phase: run.row.phase, waits: waits))
            for other in waits.flatMap(\.holders) where seen.insert(other).inserted { next.append(other) }
        }
        return WhyChain(links: links, isCut: at < next.count)
    }
}
