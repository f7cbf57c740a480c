import FloeCore

extension Table {
    static let flow = Table(
        "flow", "a flow", "Nodes linked by the events they listen for.",
        [
            Key("id", .text, "from `name`", "Letters, digits, `-` and `_`; what URLs and commands call it.", pattern: Identity.pattern),
            Key(
                "ver", .int(1...1_000_000_000), "1",
                "With `id` the key of the flow among all flows; `id` alone means the highest, `id@N` picks one."),
            Key("name", .text, "from `id`", "For people."),
            Key("reuse-space", .bool, "false", "One workspace for all runs of the flow on a host, one run at a time in it."),
            Key("host-tags", .list(.text), "[]", "The host that executes must have all of them."),
            Key("resource-tags", .list(.text), "[]", "Held from activation to archive; no more runs than the tag's limit hold it."),
            Key("env", .list(.variable), "[]", "`NAME=value` for every task."),
            Key(
                "flow-file", .text, "",
                "The tasks come from this file, read when a run is stored; it may override all but `id`, `ver` and `triggers`."
            ),
            Key(
                "params", .list(.table(.field)), "[]",
                "Typed inputs: the form of data triggers that have none of their own; runs that others start have their values."),
            Key("timeout", .duration(from: 1), "", "Of the run, from activation."),
            Key("queue-timeout", .duration(from: 1), "", "From adoption to activation."),
            Key("cleanup-timeout", .duration(from: 0), "10m", "Of clean-up, once the end is decided."),
            Key("keep", .bool, "false", "Runs of the flow are never swept."),
            Key(
                "retention", .either([.choice(["forever"]), .table(.retention)]), "as in `common`",
                "How many archived runs of the flow are kept; `forever` keeps all."),
            Key("public-badge", .bool, "false", "The badge needs no session."),
            Key(
                "overlap", .either([.choice(Flow.Overlap.allCases.map(\.rawValue)), .table(.overlap)]), "allow",
                "What happens when a run meets another live one."),
            Key("triggers", .list(.table(.trigger)), "[]", "What starts runs; each emits `trigger.good`."),
            Key("tasks", .list(.table(.task)), "[]", "Tasks and merges."),
        ])

    static let overlap = Table(
        "overlap", "overlap", "What happens when a run meets another live one with the same key.",
        [
            Key("mode", .choice(Flow.Overlap.allCases.map(\.rawValue)), "", "As `overlap` alone.", required: true),
            Key("key", .text, "", "A template such as `{{trigger.branch}}`: only runs with the same text meet."),
        ])

    static let form = Table(
        "form", "a form", "What a person, or a program in their place, is asked.",
        [
            Key("title", .anyText, "", "Above the fields."),
            Key("fields", .list(.table(.field)), "[]", "The questions."),
        ])

    static let field = Table(
        "field", "a field", "One question of a form, one input of a flow.",
        [
            Key("id", .text, "", "The name of the value.", required: true),
            Key("prompt", .anyText, "the id", "What is asked."),
            Key(
                "type", .choice(FormField.Kind.allCases.map(\.rawValue)), "text",
                "What the answer must be; a `secret` is kept sealed, never shown, and only `env`, `shell` and hooks can name it."),
            Key("value", .scalar, "", "What the field holds before anybody changes it; not of a `secret`."),
            Key("required", .bool, "false", "It may not be left empty."),
            Key("options", .list(.scalar), "[]", "What can be chosen, for `choice`."),
            Key("pattern", .text, "", "A regular expression that the whole text must match."),
        ])

    static let trigger = Table(
        "trigger", "a trigger", "Starts runs of its flow; emits `trigger.good`.",
        [
            Key("id", .text, "from `name`", "Letters, digits, `-` and `_`.", pattern: Identity.pattern),
            Key("name", .text, "from `id`", "For people."),
            Key("class", .choice(["trigger"]), "trigger", "Always `trigger`."),
            Key("type", .choice(Trigger.Kind.allCases.map(\.rawValue)), "", "What it waits for.", required: true),
            Key("opts", .options(Table.triggerOptions), "{}", "The type's own options."),
        ])
}
