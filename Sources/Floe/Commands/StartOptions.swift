import ArgumentParser

/// What a flow is started with, on a server and here.
struct StartOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            A value: FIELD=VALUE of the form that starts the flow, or NODE.FIELD=VALUE to answer a data node. Given several times for a \
            field of a node, the first answers its first pass, and so on; the last answers all that follow.
            """, valueName: "k=v"))
    var settings: [String] = []
    @Option(
        help: ArgumentHelp(
            "Which trigger starts it. (default: the only data trigger, else the one that starts it by itself)", valueName: "id"))
    var trigger: String?
}
