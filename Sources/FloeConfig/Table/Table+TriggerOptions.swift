import FloeCore

extension Table {
    static let triggerOptions: [String: Table] = [
        "data": Table(
            "trigger-data", "the options of a data trigger", "Started by a web form, the API or the command line.",
            [Key("form", .table(.form), "the flow's `params`", "What is asked.")]),
        "timer": Table(
            "trigger-timer", "the options of a timer trigger", "Started by time. All other options travel with the run.",
            [
                Key("period", .duration(from: 1), "", "Time between fires."),
                Key("cron", .text, "", "Five fields, or `@daily` and the like.", later: true),
                Key("zone", .text, "the host's", "Time zone of `cron`.", later: true),
                Key("missed", .choice(["none", "last", "all"]), "none", "What is done for fires that were missed.", later: true),
                Key("window", .duration(from: 1), "", "How long after its time a missed fire still counts.", later: true),
                Key("url", .text, "", "Travels with the run; checkouts take it."),
                Key("branch", .text, "", "Travels with the run; checkouts take it."),
                Key("ref", .text, "", "Travels with the run; checkouts take it."),
                Key("hash", .text, "", "Travels with the run; checkouts take it."),
            ], exactlyOne: [["period", "cron"]], others: .scalar),
        "poll-git": Table(
            "trigger-poll-git", "the options of a poll-git trigger",
            "One run for each ref that changed, with `url`, `branch`, `ref` and `hash`. Not in this version.",
            [
                Key("url", .text, "", "The repository.", required: true),
                Key("refs", .either([.text, .list(.text)]), "refs/*", "Patterns of refs."),
                Key("exclude-refs", .either([.text, .list(.text)]), "", "Patterns of refs that are left out."),
                Key("period", .duration(from: 1), "60", "Time between polls."),
            ]),
        "git-push": Table(
            "trigger-git-push", "the options of a git-push trigger",
            "Webhooks of GitHub, GitLab, Gitea and Forgejo. Not in this version.",
            [
                Key("url", .text, "", "The repository.", required: true),
                Key("refs", .either([.text, .list(.text)]), "refs/*", "Patterns of refs."),
                Key("exclude-refs", .either([.text, .list(.text)]), "", "Patterns of refs that are left out."),
                Key("paths", .either([.text, .list(.text)]), "", "Patterns of files, one of which must have changed."),
                Key("secret", .text, "", "The name of the secret that signs."),
            ]),
        "webhook": Table(
            "trigger-webhook", "the options of a webhook trigger", "Any JSON. Not in this version.",
            [
                Key("secret", .text, "", "The name of the secret that signs."),
                Key("scheme", .choice(["hmac-sha256", "token", "standard-webhooks"]), "hmac-sha256", "How it signs."),
                Key("values", .map(.anyText), "{}", "Name to JSON pointer."),
            ]),
        "flow": Table(
            "trigger-flow", "the options of a flow trigger", "The end of another flow.",
            [
                Key("flow", .text, "", "Whose end: `id`, or `id@version`.", required: true),
                Key("result", .choice(Trigger.EndResult.allCases.map(\.rawValue)), "good", "Which ends."),
            ]),
    ]
}
