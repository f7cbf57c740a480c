import FloeCore

extension Table {
    /// Task types that are checked but not carried out in this version.
    static let laterTaskTypes: Set<String> = ["git-merge", "package", "service", "file", "reboot", "shutdown", "cell", "nix"]
    /// Task types that a host executes, this version's or not.
    static let executingTypes: Set<String> = Self.laterTaskTypes.union(["exec", "fetch", "git-checkout"])
    /// In the order of the reference.
    static let taskTypes = [
        "exec", "fetch", "git-checkout", "git-merge", "timer", "data", "end", "flow", "package", "service", "file", "reboot", "shutdown",
        "cell",
        "nix",
    ]
    static let mergeTypes = ["all", "any", "one"]

    static let taskOptions: [String: Table] = [
        "exec": Table(
            "task-exec", "the options of exec", "Runs a program in the workspace.",
            [
                Key("cmd", .text, "", "Runs the program itself; split on spaces unless `args` is given."),
                Key(
                    "shell", .text, "",
                    "Runs `bash -c`, with each of `args` as one word at the end of its last command; a template in it becomes a quoted variable."
                ),
                Key("args", .list(.anyText), "[]", "Arguments, one each."),
                Key("sub-dir", .text, "", "Folder of the workspace to run in; made when absent."),
                Key("env", .list(.variable), "[]", "`NAME=value`, after those of the flow."),
            ], exactlyOne: [["cmd", "shell"]]),
        "fetch": Table(
            "task-fetch", "the options of fetch", "Downloads a file, once a host.",
            [
                Key("url", .text, "", "http or https.", required: true),
                Key("checksum", .text, "", "What the file must hash to; `sum filename` is accepted."),
                Key("checksum-algo", .choice(["sha256", "sha1", "md5"]), "sha256", "How it is hashed."),
                Key("location", .text, "the workspace root", "Where it goes; a trailing `/` keeps the name."),
            ]),
        "git-checkout": Table(
            "task-git-checkout", "the options of git-checkout",
            """
            Makes a work tree of a repository. What is not given of url, branch, ref and hash comes from the event heard, else from the \
            trigger; a version that came with the url of another repository is not taken.
            """,
            Self.git, atMostOne: [["sub-dir", "dir"]]),
        "git-merge": Table(
            "task-git-merge", "the options of git-merge", "Checks out a branch and merges another into it. Not in this version.",
            Self.git + [Key("from-branch", .text, "from the event", "The branch that is merged in.")], atMostOne: [["sub-dir", "dir"]]),
        "timer": Table(
            "task-timer", "the options of a timer", "Waits; survives a restart.",
            [
                Key("period", .duration(from: 0), "", "How long."),
                Key("until", .text, "", "Until when: `2026-01-31T18:00:00Z`, or a template.", pattern: InstantText.pattern),
            ], exactlyOne: [["period", "until"]]),
        "data": Table(
            "task-data", "the options of a data task", "Waits for a person or a program.",
            [
                Key("form", .table(.form), "", "What is asked.", required: true),
                Key("good-when", .text, "", "The `bool` field that decides good or bad."),
            ]),
        "end": Table(
            "task-end", "the options of an end", "Ends the run.",
            [Key("result", .choice(["good", "bad"]), "as the event", "How the run ends.")]),
        "flow": Table(
            "task-flow", "the options of a flow task", "Starts another flow.",
            [
                Key("flow", .text, "", "Its `id`, or `id@version`.", required: true, pattern: "^[^{]*$"),
                Key(
                    "values", .map(.any), "{}",
                    "Values of its trigger, checked and filled up as its form or params say; none gives all that was heard."),
                Key("wait", .bool, "true", "Wait for its end, and end as it did."),
            ]),
        "package": Table(
            "task-package", "the options of package", "Installs and removes packages. Not in this version.",
            [
                Key("install", .list(.text), "[]", "Packages to install."),
                Key("remove", .list(.text), "[]", "Packages to remove."),
                Key("check", .bool, "false", "Only say what would change."),
            ]),
        "service": Table(
            "task-service", "the options of service", "Starts and stops services. Not in this version.",
            [
                Key("service", .text, "", "Its name."),
                Key("services", .list(.text), "", "Several names."),
                Key("action", .choice(["start", "stop", "restart", "reload", "enable", "disable"]), "", "What is done.", required: true),
                Key("check", .bool, "false", "Only say what would change."),
            ], exactlyOne: [["service", "services"]]),
        "file": Table(
            "task-file", "the options of file", "Writes a file. Not in this version.",
            [
                Key("path", .text, "", "Where.", required: true),
                Key("content", .anyText, "", "What."),
                Key("mode", .text, "0644", "Its permissions."),
                Key("check", .bool, "false", "Only say what would change."),
            ]),
        "reboot": Table("task-reboot", "the options of reboot", "Restarts the machine. Not in this version.", []),
        "shutdown": Table("task-shutdown", "the options of shutdown", "Switches the machine off. Not in this version.", []),
        "cell": Table("task-cell", "the options of cell", "Publishes a cell. Not in this version.", [], others: .any),
        "nix": Table("task-nix", "the options of nix", "Calls the tools of nix. Not in this version.", [], others: .any),
    ]

    private static let git = [
        Key("url", .text, "from the event", "The repository."),
        Key("branch", .text, "from the event", "The branch."),
        Key("ref", .text, "from the event", "The ref, such as `refs/tags/v1`."),
        Key("hash", .text, "from the event", "The exact commit."),
        Key("sub-dir", .text, "", "Folder of the workspace that the repository's folder is made in."),
        Key("dir", .text, "", "The work tree itself."),
        Key("key-file", .text, "`common.git-key`", "Private key file for ssh."),
        Key("submodules", .either([.bool, .choice(["recursive"])]), "false", "Check out submodules too, and theirs."),
        Key("depth", .int(0...1_000_000_000), "only what is asked for", "Commits of history; 0 is all."),
        Key("clean", .bool, "false", "Remove files that git does not know."),
    ]
}
