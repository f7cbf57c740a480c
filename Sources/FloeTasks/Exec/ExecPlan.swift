internal import FloeCore
internal import FloeSystem

/// What an `exec` node comes to on this host: the programs to run, one after another.
struct ExecPlan {
    let order: Order
    let place: TaskPlace
    private let texts: OrderTexts
    private let environment: TaskEnvironment

    init(_ order: Order, at place: TaskPlace) throws(TaskProblem) {
        self.order = order
        self.place = place
        self.texts = OrderTexts(order, at: place)
        self.environment = try TaskEnvironment(self.texts, at: place)
    }

    /// The node's command with its hooks around it.
    func whole() throws(TaskProblem) -> KeeperPlan {
        let hooks = self.order.node.hooks
        var steps: [KeeperPlan.Step] = []
        // A retry was let through by the first attempt.
        if let condition = hooks.condition, self.order.id.attempt == 1 { steps.append(try self.hook("condition", condition, .condition)) }
        if let pre = hooks.pre { steps.append(try self.hook("pre", pre, .pre)) }
        steps.append(try self.command())
        if let post = hooks.post { steps.append(try self.hook("post", post, .post)) }
        return self.plan(steps)
    }

    /// A hook of a task that runs in the hub, as an order of its own.
    func only(_ name: String, _ script: String) throws(TaskProblem) -> KeeperPlan {
        var plan = self.plan([try self.hook(name, script, .command)])
        plan.owner = plan.id
        plan.id += "#\(name)"
        return plan
    }

    private func plan(_ steps: [KeeperPlan.Step]) -> KeeperPlan {
        var plan = KeeperPlan(
            id: self.order.id.description, run: self.order.id.run.description, steps: steps, workspace: self.place.workspace,
            log: self.place.log, report: self.place.report, grace: self.order.node.grace, timeout: self.order.node.timeout,
            silence: self.order.node.noOutput, secrets: self.place.secrets.hidden)
        plan.isLeased = self.order.fence != nil
        return plan
    }

    /// The first line of its log is as the flow's author wrote it, since values may be secrets.
    private func command() throws(TaskProblem) -> KeeperPlan.Step {
        let options = self.order.node.options
        var folder = try self.texts.option("sub-dir")
        if folder?.isEmpty == true { folder = nil }
        switch (options["cmd"]?.text, options["shell"]?.text) {
        case (let cmd?, nil):
            var words = try self.texts.words(cmd)
            // With arguments given apart, the command is one name, blanks and all.
            let arguments = try self.texts.list("args")
            let written = try self.texts.rawList("args")
            if !arguments.isEmpty { words = [try self.texts.render(cmd, inWorkspace: true)] + arguments }
            guard let program = words.first, !program.isEmpty else { throw .option(self.order.node.id, "'cmd' names no program") }
            let shown = written.isEmpty ? cmd.split(whereSeparator: \.isWhitespace).map(String.init) : ([cmd] + written).map(Self.shown)
            return KeeperPlan.Step(
                role: .command, headlines: ["$ \(shown.joined(separator: " "))"], program: program, arguments: words,
                environment: self.environment.entries, folder: folder)
        case (nil, let shell?):
            let script = try ShellPlan(shell, arguments: try self.texts.list("args"), shown: try self.texts.rawList("args"), self.texts)
            return self.step(.command, script, headlines: ["$ \(script.shown)"], folder: folder)
        case (nil, nil): throw .option(self.order.node.id, "exec needs 'cmd' or 'shell'")
        case (_?, _?): throw .option(self.order.node.id, "exec takes 'cmd' or 'shell', not both")
        }
    }

    private func hook(_ name: String, _ text: String, _ role: KeeperPlan.Step.Role) throws(TaskProblem) -> KeeperPlan.Step {
        let script = try ShellPlan(text, self.texts)
        return self.step(role, script, headlines: ["floe: \(name)", "$ \(script.shown)"], folder: nil)
    }

    private func step(
        _ role: KeeperPlan.Step.Role, _ script: ShellPlan, headlines: [String], folder: String?
    ) -> KeeperPlan.Step {
        var environment = self.environment
        for (name, value) in script.variables { environment.set(name, value) }
        return KeeperPlan.Step(
            role: role, headlines: headlines, program: "bash", arguments: ["bash", "-c", script.script], environment: environment.entries,
            folder: folder)
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
