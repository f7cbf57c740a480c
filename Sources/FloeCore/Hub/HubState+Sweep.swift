extension HubState {
    /// Lets archived runs go. A family of which a run is live again stays whole.
    mutating func sweep(_ families: [[RunRef]], flows: [String], _ token: HubEvent.Token?) {
        for family in families where !family.contains(where: { self.runs[$0] != nil }) { self.swept.append(family) }
        for digest in flows {
            // The next run that has it brings it along again.
            self.knownDigests.remove(digest)
            self.sweptFlows.append(digest)
        }
        self.reply(token, .accepted(families.first?.first ?? RunRef(host: self.settings.host, number: 0)))
    }

    mutating func keep(_ ref: RunRef, _ on: Bool, by: String, _ stored: [RunRow], _ token: HubEvent.Token?) {
        guard self.runs[ref] != nil || stored.contains(where: { $0.ref == ref }) else {
            return self.reply(token, .notFound("there is no run \(ref) on this host; it may have been swept, or never was"))
        }
        for marked in Set(stored.map(\.ref)).union([ref]).sorted() where marked == ref || on {
            if let live = self.runs[marked]?.row {
                guard live.keep != on else { continue }
                self.runs[marked]!.row.mark(kept: on, by: by, at: self.now)
                self.touch(marked)
            } else if var row = stored.first(where: { $0.ref == marked }), row.phase == .archive, row.keep != on {
                row.mark(kept: on, by: by, at: self.now)
                self.markedRuns.append(row)
            }
        }
        self.reply(token, .accepted(ref))
    }

    /// A run that is kept is whole: those that started it, and wait for it, are kept as well.
    mutating func keepParents(of row: RunRow) {
        var parent = row.parent?.run
        while let ref = parent, let above = self.runs[ref]?.row {
            if !above.keep {
                self.runs[ref]!.row.mark(kept: true, by: row.keptBy, at: self.now)
                self.touch(ref)
            }
            parent = above.parent?.run
        }
    }
}

extension Run {
    /// Whether it left, or may have left, anything on the disk.
    var hasFiles: Bool {
        self.nodes.contains { node in
            node.passes.contains { pass in
                pass.head.child != nil || (0..<pass.partCount).contains { pass[part: $0].attempt > 0 }
            }
        }
    }
}
