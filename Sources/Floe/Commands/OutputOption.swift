import ArgumentParser

/// `-o json`: the form a command prints its answer in.
struct OutputOption: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: [.short, .customLong("output")], help: ArgumentHelp("text for people or json for programs.", valueName: "form"))
    var output = Form.text

    var isJSON: Bool { self.output == .json }
}
