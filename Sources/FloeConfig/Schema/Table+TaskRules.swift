/// What of tasks goes together, as far as a JSON Schema can say it. The lists are those that `KeyFit` goes by.
extension Table {
    /// Whether what it describes has an id, which is made from the name where there is none.
    var isNamed: Bool { [Table.flow.id, Table.task.id, Table.trigger.id].contains(self.id) }

    var taskRules: [JSONText] {
        let isExecuting: [(String, JSONText)] = [
            ("properties", .object([("type", .object([("enum", .list(Table.executingTypes.sorted().map(JSONText.string)))]))])),
            ("required", ["type"]),
        ]
        let executing: [(String, JSONText)] = [("properties", .object([("good", .object([("minItems", 1)]))]))]
        let other: [(String, JSONText)] = [("properties", .object(Table.executingKeys.map { ($0, false) }))]
        let usesStatus: [(String, JSONText)] = [
            ("properties", .object([("use-status", .object([("const", true)]))])), ("required", ["use-status"]),
        ]
        let oneInstance: [(String, JSONText)] = [("properties", .object(Table.instanceKeys.map { ($0, false) }))]
        let isEnd: [(String, JSONText)] = [("properties", .object([("type", .object([("enum", ["end"])]))])), ("required", ["type"])]
        let cancel: JSONText = .object([("pattern", "\\.cancelled$")])
        let hearsNoCancel: [(String, JSONText)] = [("properties", .object([("listen", .object([("not", cancel)]))]))]
        let needs = Table.targetKeys.map { ($0, JSONText.list(["targets"])) }
        return [
            self.mergeRule,
            .object([("if", .object(isExecuting)), ("then", .object(executing)), ("else", .object(other))]),
            .object([("if", .object(usesStatus)), ("then", .object(oneInstance))]),
            .object([("dependentRequired", .object(needs))]),
            .object([("if", .object(isEnd)), ("then", .object(hearsNoCancel))]),
        ]
    }

    /// Merges have keys of their own, and tasks the rest.
    private var mergeRule: JSONText {
        func types(_ words: [String]) -> (String, JSONText) { ("type", .object([("enum", .list(words.map(JSONText.string)))])) }
        func has(_ name: String) -> JSONText { .object([("required", .list([.string(name)]))]) }
        let others = self.keys.filter { !Table.mergeKeys.contains($0.name) }
        let tags: JSONText = .object([("minItems", 1), ("uniqueItems", true)])
        let merge: [(String, JSONText)] = [
            ("properties", .object([types(Table.mergeTypes), ("wait", tags)] + others.map { ($0.name, false) })), ("required", ["wait"]),
        ]
        let task: [(String, JSONText)] = [
            (
                "properties",
                .object(
                    [types(Table.taskTypes), ("depends-on", .object([("minItems", 1), ("uniqueItems", true)]))]
                        + Table.mergeOnlyKeys.map { ($0, false) })
            ),
            ("required", ["type"]), ("anyOf", .list([has("listen"), has("depends-on")])),
        ]
        let isMerge: [(String, JSONText)] = [
            ("properties", .object([("class", .object([("const", "merge")]))])), ("required", ["class"]),
        ]
        return .object([("if", .object(isMerge)), ("then", .object(merge)), ("else", .object(task))])
    }

    /// A choice is one of something.
    var choiceRule: JSONText {
        let isChoice: [(String, JSONText)] = [
            ("properties", .object([("type", .object([("const", "choice")]))])), ("required", ["type"]),
        ]
        let options: [(String, JSONText)] = [
            ("properties", .object([("options", .object([("minItems", 1)]))])), ("required", ["options"]),
        ]
        return .object([("if", .object(isChoice)), ("then", .object(options))])
    }
}
