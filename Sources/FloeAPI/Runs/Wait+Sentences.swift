internal import FloeCore

extension Wait {
    /// The reason in a sentence, and what would change it.
    ///
    /// - Parameter run: names the run in the hints.
    func sentences(run: String) -> (text: String, change: String) {
        var (text, change) = self.reason(run: run)
        // A pending run waits until its queue timeout; what a node waits for says so itself.
        if self.node.isEmpty, let until { text += "; ends bad at \(until.timestamp), its queue-timeout" }
        if self.node.isEmpty, change.isEmpty { change = "nothing" }
        return (text, change)
    }

    private func reason(run: String) -> (text: String, change: String) {
        let things = self.what.joined(separator: ", ")
        let holders = self.holders.map(\.description).joined(separator: ", ")
        let until = self.until.map { " until \($0.timestamp)" } ?? ""
        switch self.kind {
        case .loading: return ("the flow file is being loaded", "it goes on when the file has been read")
        case .paused:
            let subject = self.node.isEmpty ? "the run" : "\(self.node): the run"
            return ("\(subject) is paused", "resume it: floe run resume \(run)")
        case .tag: return (self.held, holders.isEmpty ? "that run ends" : "\(holders) ends, or is cancelled")
        case .reserved:
            return (
                "\(self.subject) is free, but kept for \(holders.isEmpty ? "an older run" : holders), which has waited too long",
                "that run starts, or is cancelled"
            )
        case .host: return ("no host has the tags \(things)", "a host with these tags joins, or the flow asks for fewer")
        case .cluster:
            return (self.what.joined(separator: "; "), "that changes: floe host list shows the hosts and what is wrong with them")
        case .draining: return ("the host drains and starts no runs", "floe host resume \(things)")
        case .running: return ("\(self.node) is running", "it ends, or reaches its timeout\(until)")
        case .stopping: return ("\(self.node) is being stopped", "its processes are gone")
        case .output:
            return (
                "\(self.node) is held up, since its output cannot be stored: \(things)",
                "its log can be written again, then it goes on by itself; or it is cancelled"
            )
        case .keeper:
            return (
                "\(self.node): the process that owns all tasks, \(things), does not answer",
                "it goes on: kill -CONT \(things); or it is ended, which loses what it runs: kill -9 \(things)"
            )
        case .agent: return ("\(self.node): \(things)", "that changes: floe host list shows the agents")
        case .slot: return ("\(self.node) waits for a free task slot", "a running task ends")
        case .earlierPass: return ("\(self.node) waits for the pass before this one", "that pass ends")
        case .retry: return ("\(self.node) failed and is tried again\(self.until.map { " at \($0.timestamp)" } ?? "")", "the time comes")
        case .timer: return ("\(self.node) waits\(until)", "the time comes")
        case .answer: return ("\(self.node) waits for an answer\(until)", "somebody fills its form: floe run answer \(run)")
        case .child:
            let child = things.isEmpty ? holders : things
            return ("\(self.node) waits for the run \(child)", "that run ends")
        case .merge: return ("\(self.node) has not heard \(things) yet", "these events come")
        }
    }

    /// `waits for db, held by h1-17 since …; 2 before it`
    private var held: String {
        let holders = self.holders.isEmpty ? "another run" : self.holders.map(\.description).joined(separator: ", ")
        let since = self.heldSince.map { " since \($0.timestamp)" } ?? ""
        let ahead = self.ahead > 0 ? "; \(self.ahead) before it" : ""
        return "waits for \(self.subject), held by \(holders)\(since)\(ahead)"
    }

    /// What a tag stands for, in words: the tags that `overlap` and `reuse-space` make are nobody's to know.
    private var subject: String {
        self.what.map { tag in
            let parts = tag.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            switch parts.first {
            case "space" where parts.count == 2: return "the one workspace of \(parts[1]) (reuse-space)"
            case "flow" where parts.count == 3:
                return parts[2].isEmpty ? "its turn in \(parts[1]) (overlap)" : "its turn in \(parts[1]) for \(parts[2]) (overlap)"
            default: return tag
            }
        }.joined(separator: ", ")
    }
}
