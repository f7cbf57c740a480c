extension Table {
    static let task = Table(
        "task", "a task", "A node: answers an event with an event of its own.",
        [
            Key("id", .text, "from `name`", "Letters, digits, `-` and `_`; the middle of its tags.", pattern: Identity.pattern),
            Key("name", .text, "from `id`", "For people."),
            Key("class", .choice(["task", "merge"]), "task", "`merge` waits for several events."),
            Key("type", .nodeType, "`all` for a merge", "What it does; of a merge `all`, or `any` (`one` is the same)."),
            Key(
                "listen", .tag, "",
                "The tag that starts it: `trigger.good`, `task.ID.good`, `.bad`, `.error`, `.cancelled`, `merge.ID.good`."
            ),
            Key("depends-on", .list(.text), "", "Ids; shorthand for a merge of all `task.ID.good`, instead of `listen`."),
            Key("wait", .list(.tag), "", "Of a merge: the tags it waits for."),
            Key("again", .bool, "false", "Of a merge: having fired it collects anew."),
            Key("good", .list(.int(0...255)), "[0]", "Statuses that count as good."),
            Key("ignore-fail", .bool, "false", "Turns bad, error and timed-out into good."),
            Key("use-status", .bool, "false", "Emit the exit status as the end of the tag instead of `good` or `bad`."),
            Key("timeout", .duration(from: 1), "", "Of one attempt, or of the wait of a `data` or `flow` node."),
            Key("no-output", .duration(from: 1), "", "Silence after which an attempt is ended."),
            Key("grace", .duration(from: 0), "10s", "Between TERM and KILL."),
            Key("retry", .table(.retry), "", "How often a failed attempt is repeated."),
            Key("condition", .table(.condition), "", "Run first, in the workspace; a status other than 0 skips the node."),
            Key("pre", .text, "", "Shell commands before it; when they fail the task is aborted."),
            Key("post", .text, "", "Shell commands after it; when they fail there is a warning."),
            Key(
                "artifacts", .list(.text), "[]",
                "Globs of files that are kept with the run; a task that was good is bad when one that fits cannot be kept."),
            Key(
                "secrets", .list(.text), "[]",
                "Names of `common.secrets`, each given as the environment variable of that name, and masked in all that comes of the task."),
            Key("max-passes", .int(1...1_000_000), "100", "How often the node may start in one run."),
            Key(
                "targets", .any, "",
                "Where it runs instead of the run's own host: the name of an agent, or a list of tags of which one agent has all. More than one host is not in this version."
            ),
            Key("rollout", .table(.rollout), "", "In which batches.", later: true),
            Key("inputs", .list(.text), "", "Globs of files that are copied to each host.", later: true),
            Key("matrix", .map(.list(.scalar)), "", "One instance for each combination.", later: true),
            Key("cache", .any, "", "Folders that are kept by content key.", later: true),
            Key("container", .any, "", "Image to run in.", later: true),
            Key("opts", .options(Table.taskOptions), "{}", "The type's own options."),
        ], atMostOne: [["listen", "depends-on"], ["use-status", "ignore-fail"]])

    /// What a merge may have.
    static let mergeKeys: Set<String> = ["id", "name", "class", "type", "wait", "again", "max-passes"]
    /// What only a merge may have.
    static let mergeOnlyKeys = ["wait", "again"]

    /// What only goes with types that a host executes.
    static let executingKeys = ["condition", "pre", "post", "retry", "targets"]
    /// What makes many instances of a node, of which each has a status.
    static let instanceKeys = ["targets", "matrix"]
    /// What only goes with `targets`.
    static let targetKeys = ["rollout", "inputs"]

    static let retry = Table(
        "retry", "retry", "How often a failed attempt is repeated; the event is emitted after the last.",
        [
            Key("attempts", .int(1...1000), "", "How many in all; the first counts.", required: true),
            Key("delay", .duration(from: 0), "0", "Between them."),
            Key("backoff", .number(from: 1), "1", "What the delay is multiplied with each time."),
            Key("when", .list(.choice(["bad", "timed-out", "lost", "error"])), "[bad, timed-out]", "After which outcomes."),
        ])

    static let condition = Table(
        "condition", "condition", "Decides whether the node runs.",
        [Key("command", .text, "", "Run by `bash -c`; a status other than 0 skips the node.", required: true)])

    static let rollout = Table(
        "rollout", "rollout", "How a node goes over many hosts.",
        [
            Key("batch", .share, "all", "Hosts at once, as a number or a percentage."),
            Key("first", .int(0...1_000_000), "0", "Hosts that go before all others."),
            Key("delay", .duration(from: 0), "0", "Between batches."),
            Key("max-fail", .share, "0", "Failures after which it stops."),
            Key("order", .text, "name", "Order of the hosts."),
            Key("health", .table(.condition), "", "Checked on each host after its turn."),
            Key("offline", .text, "skip", "What is done about hosts that are away: `skip`, `fail` or `wait`."),
            Key("on-empty", .choice(["ok", "error"]), "error", "What no host at all means."),
            Key("confirm-above", .int(0...1_000_000), "50", "More hosts than this want a confirmation."),
        ])
}
