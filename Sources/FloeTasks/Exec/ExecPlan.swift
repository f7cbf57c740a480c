internal import FloeCore
internal import FloeSystem

/// What an `exec` node comes to on this host.
struct ExecPlan: Sendable {
    var command: TaskCommand
    /// First line of the log: as the flow's author wrote it, since values may be secrets.
    var headline: String

    init(_ order: Order, at place: TaskPlace) async throws(TaskProblem) {
        let texts = OrderTexts(order, at: place)
        let environment = try TaskEnvironment(texts, at: place)
        let folder = try await Self.folder(texts, at: place)
        let options = order.node.options
        switch (options["cmd"]?.text, options["shell"]?.text) {
        case (let cmd?, nil):
            var words = try texts.words(cmd)
            // With arguments given apart, the command is one name, blanks and all.
            let arguments = try texts.list("args")
            let written = try texts.rawList("args")
            if !arguments.isEmpty { words = [try texts.render(cmd, inWorkspace: true)] + arguments }
            guard let program = words.first, !program.isEmpty else { throw .option(order.node.id, "'cmd' names no program") }
            self.command = try await TaskCommand(program: program, arguments: words, environment: environment, folder: folder, place: place)
            self.headline =
                "$ "
                + (written.isEmpty ? cmd.split(whereSeparator: \.isWhitespace).map(String.init) : ([cmd] + written).map(Self.shown))
                .joined(separator: " ")
        case (nil, let shell?):
            let script = try ShellPlan(shell, arguments: try texts.list("args"), shown: try texts.rawList("args"), texts)
            self.command = try await TaskCommand(script: script, environment: environment, folder: folder, place: place)
            self.headline = "$ " + script.shown
        case (nil, nil): throw .option(order.node.id, "exec needs 'cmd' or 'shell'")
        case (_?, _?): throw .option(order.node.id, "exec takes 'cmd' or 'shell', not both")
        }
    }

    /// `sub-dir`, made when it is absent; the workspace without one.
    private static func folder(_ texts: OrderTexts, at place: TaskPlace) async throws(TaskProblem) -> String {
        guard let path = try texts.option("sub-dir"), !path.isEmpty else { return place.workspace }
        let found = await BlockingPool.shared.run { InnerPath.makeFolder(path, in: place.workspace) }
        switch found {
        case .success(let folder): return folder
        case .failure(let problem): throw TaskProblem(.error, "sub-dir: \(problem)")
        }
    }

    /// A word as one could type it in a shell.
    private static func shown(_ word: String) -> String {
        let plain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte > 0x7F
                    || "_-+=:,./@%^".utf8.contains(byte)
            }
        return plain ? word : ShellText.quoted(word)
    }
}
