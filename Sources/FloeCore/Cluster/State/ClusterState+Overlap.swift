/// Overlap over the cluster: the home of the `flow:` tag knows who has it and who waits for it, so it decides there.
extension ClusterState {
    private struct Birth: Comparable {
        var born: Moment
        var round: RoundRef
        static func < (a: Birth, b: Birth) -> Bool { (a.born, a.round) < (b.born, b.round) }
    }

    private func birth(_ want: WantedTag) -> Birth { Birth(born: want.born, round: want.hold.round) }

    private func holders(_ tag: String) -> [Birth] {
        self.rows.grants.values.filter { $0.hold.tag == tag }.map { Birth(born: $0.born, round: $0.hold.round) }.sorted()
    }

    /// Of waiters under `cancel-previous` only the youngest goes on, and none that is older than a holder.
    mutating func endReplaced(_ tag: String) {
        guard let queue = self.queues[tag] else { return }
        let waiting = queue.filter { $0.want.overlap == .cancelPrevious }.map { self.birth($0.want) }
        guard let youngest = (waiting + self.holders(tag)).max() else { return }
        for waiter in queue where waiter.want.overlap == .cancelPrevious && self.birth(waiter.want) < youngest {
            self.endWaiter(waiter, by: youngest.round)
        }
    }

    /// Ends waiters under `skip` that met a holder, and holders that a waiter under `cancel-previous` replaces.
    mutating func applyOverlap(_ tag: String) {
        guard self.joined, let queue = self.queues[tag] else { return }
        let holders = self.holders(tag)
        guard let first = holders.first else { return }
        for waiter in queue {
            switch waiter.want.overlap {
            case .allow, .queue: continue
            case .skip: self.endWaiter(waiter, by: first.round)
            case .cancelPrevious:
                for holder in holders where holder < self.birth(waiter.want) {
                    self.tellOverlap(Hold(tag: tag, round: holder.round), by: waiter.want.hold.round)
                }
            }
        }
    }

    private mutating func endWaiter(_ waiter: Waiter, by rival: RoundRef) {
        let hold = waiter.want.hold
        guard let at = self.queues[hold.tag]?.firstIndex(where: { $0.want.hold == hold }) else { return }
        self.queues[hold.tag]!.remove(at: at)
        if self.queues[hold.tag]!.isEmpty { self.queues[hold.tag] = nil }
        if waiter.from == self.name {
            self.overlapped(hold.round, by: rival)
        } else {
            self.send(waiter.from, .overlap(hold.round, by: rival))
        }
    }

    /// Once a session: whoever placed the holder cancels it wherever it is.
    private mutating func tellOverlap(_ hold: Hold, by rival: RoundRef) {
        guard let row = self.rows.grants[hold] else { return }
        if row.adopter == self.name { return self.overlapped(hold.round, by: rival) }
        guard self.sessions[row.adopter]?.overlapped.insert(hold.round).inserted == true else { return }
        self.send(row.adopter, .overlap(hold.round, by: rival))
    }

    /// What was told to a host in its last session is told again.
    mutating func overlapAgain(with peer: String) {
        let tags = Set(self.rows.grants.values.filter { $0.adopter == peer && $0.hold.tag.hasPrefix("flow:") }.map(\.hold.tag))
        for tag in tags.sorted() { self.applyOverlap(tag) }
    }

    /// Overlap ends a round that was placed from here.
    mutating func overlapped(_ round: RoundRef, by rival: RoundRef) {
        self.cancel(round, RunStop(reason: "overlap", by: rival.run.description, detail: "it met \(rival.run)"))
    }
}
