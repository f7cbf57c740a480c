extension HubState {
    /// Ends every live run of a store that was restored from a backup as lost: it may have gone on after the backup was made, and nobody
    /// knows how far. A retry of it is possible. Nothing is started by it, and what is decided is the last this state decides.
    ///
    /// - Parameter detail: Why, for people.
    public mutating func endRestored(because detail: String, at now: Moment) -> Decision {
        self.now = max(now, self.now)
        self.catalog = FlowCatalog()
        for ref in self.runs.keys.sorted() {
            for (node, pass) in self.runs[ref]!.inFlight {
                for part in self.runs[ref]!.nodes[node].passes[pass].parts.indices
                where self.runs[ref]!.nodes[node].passes[pass].parts[part].state != .ended {
                    self.runs[ref]!.nodes[node].passes[pass].parts[part].state = .ended
                    self.runs[ref]!.nodes[node].passes[pass].parts[part].outcome = .lost
                    self.runs[ref]!.nodes[node].passes[pass].parts[part].reason = "restored"
                    self.runs[ref]!.nodes[node].passes[pass].parts[part].deadline = nil
                    self.runs[ref]!.nodes[node].passes[pass].parts[part].endedAt = self.now
                    self.touch(ref, node, pass, part: part)
                }
                self.closePass(ref, node, pass, Outcome(.lost, reason: "restored"))
            }
            self.archive(ref, .bad, reason: "lost", detail: detail)
        }
        // What the ends mean for others, parents above all, was decided for each of them.
        self.work = []
        return self.takeDecision()
    }
}
