/// The control groups of attempts, where there are any.
extension Keeper {
    /// A group is used again when nothing lives in it; else it is kept until the run ends.
    func giveBack(_ group: ControlGroup?, of run: String?) {
        guard let group else { return }
        if group.isEmpty {
            self.groups?.give(group)
        } else if let run {
            self.backgroundGroups[run, default: []].append(group)
        }
    }

    /// Ends what orders of a run left in their groups.
    func sweepGroups(of run: String) {
        for group in self.backgroundGroups.removeValue(forKey: run) ?? [] where !group.isEmpty {
            self.sweeps.append((run, Remains(sessions: [], mark: "", group: group, grace: 1000, at: self.now)))
        }
    }

    /// Whether anything lives in groups of runs that have not ended.
    func hasBackgroundGroups() -> Bool {
        for (run, groups) in self.backgroundGroups {
            let left = groups.filter { !$0.isEmpty }
            self.backgroundGroups[run] = left.isEmpty ? nil : left
        }
        return !self.backgroundGroups.isEmpty
    }
}
