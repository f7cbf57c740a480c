import FloeCore

/// Gathers what a file asks for and this version does not do.
struct LaterCheck {
    let problems: ProblemList
    private(set) var found: [Unsupported] = []
    /// Secrets that this version cannot open.
    private var sealed: Set<String> = []

    init(problems: ProblemList) { self.problems = problems }

    mutating func look(root: Fields, common: Fields?, _ config: CommonConfig) {
        self.sealed = Set(config.secrets.filter { if case .sealed = $0.value { true } else { false } }.keys)
        for key in root.later { self.leftOut("the file", "'\(key.name)'", key.place) }
        guard let common else { return }
        for key in common.later {
            if key.name == "config-path" {
                self.add(.host, "common", "'config-path'", key.place)
            } else {
                self.leftOut("common", "'\(key.name)'", key.place)
            }
        }
        if !config.storeType.isHere {
            self.add(.host, "common", "the store type '\(config.storeType.rawValue)'", common.place("store-type"))
        }
    }

    mutating func look(_ draft: DraftFlow) {
        let flow = draft.flow.key
        for trigger in draft.triggers {
            let id = trigger.trigger.id
            let place = "\(draft.place), trigger '\(id)'"
            if let what = TriggerReader.inert(trigger) {
                self.add(.trigger(flow, id), place, what, trigger.fields.place("type"))
                self.problems.warning(
                    at: trigger.fields.place("type"), "\(what) is not in this version: the trigger '\(id)' never fires",
                    "start the flow by a data or timer trigger")
            } else if let options = trigger.fields.node("opts"), let table = Table.triggerOptions[trigger.trigger.kind.rawValue] {
                for key in Fields(options, table).later { self.leftOut(place, "'\(key.name)'", key.place) }
            }
        }
        if !draft.isWhole, let text = draft.flow.flowFile {
            let at = draft.fields.place("flow-file")
            switch FileReference(parsing: text) {
            case .file: break
            case .http: self.add(.flow(flow), draft.place, "a flow file over http", at)
            case .git: self.add(.flow(flow), draft.place, "a flow file in git", at)
            }
        }
        for node in draft.nodes where !node.node.hidden {
            let place = "\(draft.place), task '\(node.node.id)'"
            if case .executing(let type) = node.node.kind, Table.laterTaskTypes.contains(type) {
                self.add(.flow(flow), place, "the task type '\(type)'", node.fields.place("type"))
            }
            if node.fields.has("targets"), node.node.target == nil {
                self.add(.flow(flow), place, "'targets' of more than one host", node.fields.keyPlace("targets"))
            } else if node.node.target != nil, !node.node.artifacts.isEmpty {
                self.add(.flow(flow), place, "'artifacts' of a task with 'targets'", node.fields.keyPlace("artifacts"))
            }
            for key in node.fields.later { self.add(.flow(flow), place, "'\(key.name)'", key.place) }
            for name in node.node.secrets where self.sealed.contains(name) {
                self.add(.flow(flow), place, "the sealed secret '\(name)'", node.fields.keyPlace("secrets"))
            }
        }
    }

    private mutating func leftOut(_ place: String, _ what: String, _ at: Place) {
        self.add(.leftOut, place, what, at)
        self.problems.warning(at: at, "\(what) is not in this version, and is left out", "remove it")
    }

    private mutating func add(_ scope: Unsupported.Scope, _ place: String, _ what: String, _ at: Place) {
        self.found.append(Unsupported(scope: scope, place: place, what: what, line: at.line, column: at.column))
    }
}
