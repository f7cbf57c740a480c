extension Table {
    static let root = Table(
        "config", "the file", "A configuration: settings of the host, and the flows.",
        [
            Key("common", .table(.common), "", "Settings that all flows share."),
            Key("flows", .list(.table(.flow)), "[]", "The flows."),
            Key("hosts", .any, "", "Machines that are reached over ssh.", later: true),
            Key("groups", .any, "", "Groups of hosts.", later: true),
        ])

    static let common = Table(
        "common", "common", "Settings that all flows share.",
        [
            Key(
                "hosts", .list(.url), "[]",
                "The addresses at which the floe hosts of the cluster reach each other, this one included; the same list in every file."),
            Key("public-url", .url, "from the request", "What links, cookie paths and the dashboard's base are made from."),
            Key("base-url", .text, "/build/api", "Where the API is served; begins with `/`.", pattern: "^/"),
            Key("config-path", .text, "", "A file, git or http reference: load the flows from there instead.", later: true),
            Key(
                "store-type", .choice(StoreType.allCases.map(\.rawValue)), "local",
                "Where runs are kept: `memory` and `local` are SQLite, `postgres` is a PostgreSQL database; `ec2` and `s3` are checked, but not in this version."
            ),
            Key(
                "store-root", .text, "the root of the host",
                "Folder of the store, or the address of a database, which hosts without `hosts` may share, `postgres://USER@HOST:PORT/DATABASE`."
            ),
            Key("workspace-root", .text, "the root of the host", "Folder of workspaces and caches."),
            Key("git-key", .text, "the system's own", "Private key file for git over ssh."),
            Key("key-file", .text, "the system's own", "The same as `git-key`."),
            Key(
                "task-slots", .int(1...10_000), "4 × cores, at least 8",
                "Tasks that run at one time on a host; runs that only wait take none."),
            Key("resources", .map(.table(.resource)), "{}", "By resource-tag; one that is not named here is exclusive in the cluster."),
            Key(
                "retention", .either([.choice(["forever"]), .table(.commonRetention)]), "{runs: 1000, age: 90d, size: 20GiB}",
                "How many archived runs are kept; `forever` keeps all."),
            Key(
                "secrets", .map(.either([.text, .table(.secret)])), "{}",
                "Name to `{env: NAME}` or `{file: path}`, read each time a task that names it starts; sealed values (`sealed:…`) are not in this version."
            ),
            Key("fetch-to", .list(.text), "[]", "Folders outside the workspace into which `fetch` may link."),
            Key("pass-env", .list(.variableName), "[]", "More variables of the host's environment that tasks may see."),
            Key("notify", .list(.table(.notify)), "[]", "Where ends of runs are told.", later: true),
            Key("cells", .any, "", "Where cells are published.", later: true),
            Key("scenarios", .text, "", "Folder of scenarios.", later: true),
            Key("hooks", .any, "", "Commands before and after operations on hosts.", later: true),
        ], atMostOne: [["git-key", "key-file"]])

    static let resource = Table(
        "resource", "a resource", "How a resource-tag is shared.",
        [
            Key("limit", .int(1...1_000_000), "1", "How many active runs may hold it."),
            Key("scope", .choice(["cluster", "host"]), "cluster", "Whether the limit counts over the cluster, or on each host."),
        ])

    static let retention = Table(
        "retention", "retention",
        "How much of the flow's history is kept; what is over the first bound that is met goes. What is left out is as in `common`.",
        [
            Key("runs", .int(1...100_000_000), "as in `common`", "Archived runs that are kept."),
            Key("age", .duration(from: 1), "as in `common`", "How long a run is kept after its end."),
            Key("size", .size, "", "Room on the disk of logs, workspaces and artifacts of the flow; its last run is kept all the same."),
        ])

    static let commonRetention = Table(
        "common-retention", "retention", "How much of the history is kept; what is over the first bound that is met goes.",
        [
            Key("runs", .int(1...100_000_000), "1000", "Archived runs of each flow that are kept."),
            Key("age", .duration(from: 1), "90d", "How long a run is kept after its end."),
            Key(
                "size", .size, "20GiB",
                "Room on the disk of logs, workspaces and artifacts of all flows together; the last run of each is kept all the same."),
            Key("cache-age", .duration(from: 1), "30d", "How long a fetched file or a git mirror is kept after it was last used."),
            Key("cache-size", .size, "20GiB", "Room on the disk of fetched files and git mirrors; those not used longest go first."),
        ])

    static let secret = Table(
        "secret", "a secret", "Where the host finds a secret.",
        [
            Key("env", .variableName, "", "A variable of the host's environment, which tasks do not see for it."),
            Key(
                "file", .text, "", "A file of at most 64 KiB of text, whose last line break is left out; relative to the root of the host."),
        ], exactlyOne: [["env", "file"]])

    static let notify = Table(
        "notify", "a notify entry", "Somebody who is told the ends of runs.",
        [
            Key(
                "type", .choice(["webhook", "slack", "smtp", "github", "gitlab", "gitea"]), "",
                "How: a signed webhook, a message, a commit status.",
                required: true),
            Key("url", .text, "", "Where."),
            Key("secret", .text, "", "The name of the secret it is signed, or signed in, with."),
            Key("from", .text, "", "Sender of mail."),
            Key("to", .list(.text), "[]", "Receivers of mail."),
            Key("flows", .list(.text), "all", "Ids of the flows it is for."),
            Key("results", .list(.choice(["good", "bad", "cancelled"])), "all", "The ends it is for."),
        ])
}
