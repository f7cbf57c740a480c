import FloeCore

/// Reads `targets`: one host by its name, or by tags that it has. What selects several hosts is left to those who tell what is not in
/// this version.
struct TargetReader {
    let problems: ProblemList

    /// Nil for what selects several hosts, and for what is wrong, which is reported.
    func target(_ fields: Fields) -> Target? {
        guard fields.has("targets") else { return nil }
        let place = fields.place("targets")
        guard let node = fields.node("targets") else {
            self.wrong("'targets' names no host", place)
            return nil
        }
        if let text = node.scalar?.text { return self.name(text, place) }
        if let list = node.list { return self.tags(list, place) }
        // One host of its full form.
        guard node.map?.count == 1, let names = node["explicit_host_ids"]?.list, names.count == 1, let name = names[0].scalar?.text else {
            return nil
        }
        return self.name(name, place)
    }

    private func name(_ text: String, _ place: Place) -> Target? {
        // What selects: `tag=web and os=linux`, `@tag`, `%group`.
        if text.utf8.contains(where: { [0x20, 0x3D, 0x7E, 0x3C, 0x3E, 0x21].contains($0) }) || text.first == "@" || text.first == "%" {
            return nil
        }
        if HostName.isOne(text) { return .host(text) }
        self.wrong("'targets' names no host: '\(text.shown)'", place)
        return nil
    }

    private func tags(_ list: [YAMLNode], _ place: Place) -> Target? {
        let tags = list.compactMap { $0.scalar?.text }
        guard !list.isEmpty, tags.count == list.count, tags.allSatisfy({ !$0.isEmpty }) else {
            self.wrong("'targets' lists something that is no tag", place)
            return nil
        }
        return .tags(Array(Set(tags)).sorted())
    }

    private func wrong(_ what: String, _ place: Place) {
        self.problems.error(at: place, what, "write the name of an agent, as in targets: web1, or a list of tags that one has")
    }
}
