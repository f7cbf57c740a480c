public import FloeCore

/// Reads configurations and flow files: text in, a validated value or all that is wrong with it out.
///
/// Reads no file and asks for nothing else. Time and memory grow with the text, whose size, depth and aliases are bounded.
public enum ConfigReader {
    /// Reads a configuration: `common` and `flows`, or one flow by itself.
    ///
    /// - Parameters:
    ///   - text: YAML or JSON, at most 4 MB.
    ///   - file: the name that problems are told with.
    /// - Returns: the value, nil if any problem is an error; and all problems, in the order of the file.
    public static func read(text: String, file: String) -> (ConfigFile?, [FlowProblem]) {
        let problems = ProblemList(file: file, text: text)
        guard let root = Self.root(of: text, problems) else { return (nil, problems.sorted) }
        var config = ConfigFile()
        let single = Self.isFlow(root)
        let fields = Fields(root, single ? .flow : .root)
        ShapeCheck(problems: problems).check(root, .table(fields.table), name: "the file")
        let common = single ? nil : fields.table("common")
        if let common { config.common = CommonReader(problems: problems).read(common) }
        let secrets = Set((common?.map("secrets") ?? []).map(\.key))
        // What secrets a flow by itself will find is not known.
        let reader = FlowReader(problems: problems, secrets: single ? nil : secrets)
        let drafts = (single ? [fields] : fields.tables("flows")).compactMap { reader.read($0) }
        Self.checkKeys(drafts, problems)
        let checks = FlowChecks(problems: problems, given: FlowCalls.values(of: drafts))
        for draft in drafts { checks.check(draft) }
        FlowCalls.checkNames(drafts, problems)
        FlowCalls.checkSecrets(drafts, problems)
        var later = LaterCheck(problems: problems)
        if !single { later.look(root: fields, common: common, config.common) }
        for draft in drafts { later.look(draft) }
        config.flows = drafts.map(\.flow)
        config.unsupported = later.found
        return (problems.hasErrors ? nil : config, problems.sorted)
    }

    /// Reads a flow file: one flow, or a `flows` list with one.
    ///
    /// What the file says goes over the base, save `id`, `ver` and `triggers`, which are ignored with a warning where they differ.
    /// - Parameters:
    ///   - base: the flow that names the file; nil reads the file as a flow of its own.
    ///   - secrets: names of the host's secrets; nil does not check the names that tasks use.
    /// - Returns: the value, nil if any problem is an error; and all problems, in the order of the file.
    public static func readFlowFile(
        text: String, file: String, over base: Flow?, secrets: Set<String>? = nil
    ) -> (LoadedFlow?, [FlowProblem]) {
        let problems = ProblemList(file: file, text: text)
        guard let root = Self.root(of: text, problems), let node = Self.flow(in: root, base, problems) else {
            return (nil, problems.sorted)
        }
        ShapeCheck(problems: problems).check(node, .table(.flow), name: "the flow")
        guard let draft = FlowReader(problems: problems, secrets: secrets).read(Fields(node, .flow), over: base) else {
            return (nil, problems.sorted)
        }
        FlowChecks(problems: problems, given: [:]).check(draft)
        var later = LaterCheck(problems: problems)
        later.look(draft)
        return (problems.hasErrors ? nil : LoadedFlow(flow: draft.flow, unsupported: later.found), problems.sorted)
    }

    private static func root(of text: String, _ problems: ProblemList) -> YAMLNode? {
        let document: YAMLDocument
        do {
            document = try YAMLDocument(text: text, file: problems.file)
        } catch {
            problems.add(error)
            return nil
        }
        guard let root = document.root, !root.isNull else {
            problems.error(at: .start, "the file is empty", "write 'flows:' and at least one flow into it")
            return nil
        }
        guard root.map != nil else {
            problems.error(at: root.place, "the file must be a mapping, not \(root.description)", "begin it with 'flows:'")
            return nil
        }
        return root
    }

    private static func isFlow(_ root: YAMLNode) -> Bool {
        root["flows"] == nil && root["common"] == nil && (root["tasks"] != nil || root["triggers"] != nil)
    }

    /// The one flow of a flow file.
    private static func flow(in root: YAMLNode, _ base: Flow?, _ problems: ProblemList) -> YAMLNode? {
        guard let list = root["flows"] else { return root }
        ShapeCheck(problems: problems).check((root.map ?? []).filter { $0.key != "flows" }, .root, at: root.place)
        for entry in root.map ?? [] where Table.root[entry.key] != nil && entry.key != "flows" {
            problems.warning(at: entry.keyPlace, "'\(entry.key)' of a flow file is ignored", "keep it in the configuration of the host")
        }
        let flows = list.list ?? []
        if flows.count == 1 { return flows[0] }
        if let base, let own = flows.first(where: { $0["id"]?.scalar?.text == base.id }) { return own }
        let what = list.list == nil ? "'flows' must be a list, not \(list.description)" : "a flow file holds one flow, not \(flows.count)"
        problems.error(at: list.place, what, "keep the flow that the file is for")
        return nil
    }

    private static func checkKeys(_ drafts: [DraftFlow], _ problems: ProblemList) {
        var seen: Set<FlowKey> = []
        for draft in drafts where !seen.insert(draft.flow.key).inserted {
            let place = draft.fields.has("id") ? draft.fields.place("id") : draft.fields.place("name")
            problems.error(
                at: place, "the flow '\(draft.flow.id)' is there twice with version \(draft.flow.version)",
                "rename one of them, or raise its 'ver'")
        }
    }
}
