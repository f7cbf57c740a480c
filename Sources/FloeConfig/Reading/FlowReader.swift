import FloeCore

/// Reads one flow, without the checks that need to know its other parts.
struct FlowReader {
    let problems: ProblemList
    /// Names of the host's secrets; nil when they are not known.
    let secrets: Set<String>?

    /// - Parameter base: the flow whose tasks are read from another file; the keys of that file go over it.
    func read(_ fields: Fields, over base: Flow? = nil) -> DraftFlow? {
        guard var flow = base ?? self.named(fields) else { return nil }
        if base == nil { flow.flowFile = fields.text("flow-file") }
        if base != nil, let name = fields.text("name") { flow.name = name }
        self.readSettings(fields, into: &flow)
        var draft = DraftFlow(flow: flow, fields: fields)
        if let base {
            self.noteIgnored(fields, base)
        } else {
            draft.isWhole = flow.flowFile == nil
            self.readTriggers(&draft)
        }
        self.readTasks(&draft)
        draft.flow.triggers = base?.triggers ?? draft.triggers.map(\.trigger)
        return draft
    }

    private func named(_ fields: Fields) -> Flow? {
        guard let identity = Identity(fields, what: "a flow", problems: self.problems) else { return nil }
        return Flow(id: identity.id, version: fields.int("ver") ?? 1, name: identity.name)
    }

    private func readSettings(_ fields: Fields, into flow: inout Flow) {
        flow.reuseSpace = fields.bool("reuse-space") ?? flow.reuseSpace
        flow.hostTags = fields.texts("host-tags") ?? flow.hostTags
        flow.resourceTags = fields.texts("resource-tags") ?? flow.resourceTags
        flow.env = fields.texts("env") ?? flow.env
        if fields.has("params") { flow.params = FormReader(problems: self.problems).fields(fields.tables("params")) }
        flow.timeout = fields.span("timeout") ?? flow.timeout
        flow.queueTimeout = fields.span("queue-timeout") ?? flow.queueTimeout
        flow.cleanupTimeout = fields.span("cleanup-timeout") ?? flow.cleanupTimeout
        flow.keep = fields.bool("keep") ?? flow.keep
        flow.retention = CommonReader.retention(fields) ?? flow.retention
        flow.publicBadge = fields.bool("public-badge") ?? flow.publicBadge
        if let overlap = fields.table("overlap") {
            flow.overlap = overlap.text("mode").flatMap(Flow.Overlap.init) ?? .allow
            flow.overlapKey = overlap.text("key")
        } else if let mode = fields.text("overlap").flatMap(Flow.Overlap.init) {
            flow.overlap = mode
            flow.overlapKey = nil
        }
        for (key, tags) in [("host-tags", flow.hostTags), ("resource-tags", flow.resourceTags)] where Set(tags).count < tags.count {
            self.problems.error(at: fields.place(key), "'\(key)' lists a tag twice", "remove one of them")
        }
    }

    /// What a flow file says and may not change.
    private func noteIgnored(_ fields: Fields, _ base: Flow) {
        let remedy = "change it where the flow file is named, or remove it here"
        if let id = fields.text("id"), id != base.id {
            self.problems.warning(at: fields.place("id"), "the id '\(id.shown)' is ignored: the flow is '\(base.id)'", remedy)
        }
        if let version = fields.int("ver"), version != base.version {
            self.problems.warning(at: fields.place("ver"), "the version \(version) is ignored: the flow's is \(base.version)", remedy)
        }
        for key in ["triggers", "flow-file"] where fields.has(key) {
            self.problems.warning(at: fields.keyPlace(key), "'\(key)' of a flow file is ignored", remedy)
        }
    }

    private func readTriggers(_ draft: inout DraftFlow) {
        var seen: Set<String> = []
        for fields in draft.fields.tables("triggers") {
            guard let trigger = TriggerReader(problems: self.problems, secrets: self.secrets).read(fields) else { continue }
            guard seen.insert(trigger.trigger.id).inserted else {
                self.twice("trigger", trigger.trigger.id, fields)
                continue
            }
            draft.triggers.append(trigger)
        }
    }

    private func readTasks(_ draft: inout DraftFlow) {
        for fields in draft.fields.tables("tasks") {
            guard let node = TaskReader(problems: self.problems, secrets: self.secrets).read(fields) else {
                // Nodes that name this one are not wrong because of it.
                draft.claimed.insert(fields.text("id") ?? fields.text("name").map(Identity.made(from:)) ?? "")
                continue
            }
            guard draft.claimed.insert(node.node.id).inserted else {
                self.twice("task", node.node.id, fields)
                continue
            }
            draft.nodes.append(node)
        }
        self.expandDependencies(&draft)
        if draft.fields.has("tasks") { draft.flow.nodes = draft.nodes.map(\.node) }
        if draft.flow.nodes.isEmpty, draft.isWhole, draft.claimed.isEmpty, !self.problems.hasErrors {
            self.problems.warning(at: draft.fields.place, "\(draft.place) has no tasks", "add 'tasks', or a 'flow-file' that has them")
        }
    }

    private func twice(_ what: String, _ id: String, _ fields: Fields) {
        let place = fields.has("id") ? fields.place("id") : fields.place("name")
        self.problems.error(at: place, "the \(what) id '\(id)' is there twice", "rename one of them")
    }

    /// `depends-on` of one node is `listen`; of several it is a merge of its own before the node.
    private func expandDependencies(_ draft: inout DraftFlow) {
        var nodes: [DraftNode] = []
        let byID = Dictionary(draft.nodes.map { ($0.node.id, $0) }, uniquingKeysWith: { first, _ in first })
        for node in draft.nodes {
            guard !node.isMerge, node.fields.has("depends-on"), !node.fields.has("listen") else {
                nodes.append(node)
                continue
            }
            var node = node
            let tags = self.dependencies(of: node, among: byID, claimed: draft.claimed)
            switch tags.count {
            case 0: break
            case 1:
                node.tags = tags
                node.node.listen = tags.map(\.text)
            default:
                var id = "\(node.node.id)-needs"
                while !draft.claimed.insert(id).inserted { id += "-" }
                var merge = Node(id, .merge(Node.Merge()), listen: tags.map(\.text), name: "\(node.node.name) needs")
                merge.hidden = true
                nodes.append(DraftNode(node: merge, fields: node.fields, tags: tags))
                node.node.listen = ["merge.\(id).good"]
                node.tags = [DraftNode.Tag(text: "merge.\(id).good", place: node.fields.place("depends-on"))]
            }
            nodes.append(node)
        }
        draft.nodes = nodes
    }

    private func dependencies(of node: DraftNode, among nodes: [String: DraftNode], claimed: Set<String>) -> [DraftNode.Tag] {
        var tags: [DraftNode.Tag] = []
        var seen: Set<String> = []
        for item in node.fields.items("depends-on") ?? [] {
            guard let id = item.scalar?.text else { continue }
            guard let needed = nodes[id] else {
                guard !claimed.contains(id) else { continue }
                if self.problems.isFull { continue }
                let hint = Suggestion.hint(for: id, among: nodes.keys.sorted())
                self.problems.error(at: item.place, "there is no task '\(id.shown)' to depend on", "name the id of a task\(hint)")
                continue
            }
            if needed.node.useStatus {
                self.problems.error(
                    at: item.place, "'\(id)' has 'use-status', and 'depends-on' would not know which statuses are meant",
                    "listen to 'task.\(id).STATUS', or use a merge")
                continue
            }
            let tag = "\(needed.isMerge ? "merge" : "task").\(id).good"
            if !seen.insert(tag).inserted {
                self.problems.error(at: item.place, "'\(node.node.id)' depends twice on '\(id)'", "remove one of them")
                continue
            }
            tags.append(DraftNode.Tag(text: tag, place: item.place))
        }
        return tags
    }
}
