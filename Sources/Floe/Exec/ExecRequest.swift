import FloeAPI
import FloeCore
import FloeSystem

/// What `floe exec` was asked for, checked.
struct ExecRequest: Sendable {
    let path: String
    let file: FlowFile
    /// The flows of the file without the triggers that start by themselves.
    let catalog: FlowCatalog
    /// What is started.
    let flow: FrozenFlow
    /// The flows with the tasks of their flow files, as far as these could be read.
    let wholes: [FlowKey: Flow]
    let cause: RunRow.Cause
    /// Clear.
    private let values: Values
    /// What they are.
    private let form: Form
    let answers: GivenAnswers

    /// Reads files, so it blocks.
    ///
    /// - Parameter node: Only this node of the flow is run.
    /// - Throws: `CommandFailure` with everything that is wrong.
    init(path: String, flow name: String?, node: String?, trigger: String?, settings: [String]) throws {
        let file = try FlowFile.read(path, remedy: "name a flow file", hosting: false)
        let chosen = try file.flow(named: name, in: path)
        let unsupported = file.unsupported[chosen.flow.key] ?? []
        guard unsupported.isEmpty else {
            throw CommandFailure("the flow '\(chosen.flow.id)' cannot be run:\n" + unsupported.joined(separator: "\n"), .usage)
        }
        var wholes = [chosen.flow.key: try file.whole(chosen, in: path).flow]
        // What another flow lacks is told when it is called, if it is.
        for other in file.catalog.flows where wholes[other.flow.key] == nil {
            wholes[other.flow.key] = (try? file.whole(other, in: path).flow) ?? other.flow
        }
        let (given, misspelt) = GivenValues.read(settings)
        let what: String
        let sorted: (values: Values, answers: GivenAnswers, problems: [String])
        if let node {
            let start = trigger == nil ? try? ExecStart(chosen.flow, trigger: nil) : try ExecStart(chosen.flow, trigger: trigger)
            let single = try SingleNode(node, of: wholes[chosen.flow.key] ?? chosen.flow, start: start)
            self.form = single.form
            what = "the node '\(node)' of '\(chosen.flow.id)'"
            sorted = single.sort(given)
            wholes[chosen.flow.key] = single.flow
            self.flow = try FrozenFlow.freeze(single.flow)
            self.cause = RunRow.Cause(trigger: "", by: "exec")
        } else {
            let start = try ExecStart(chosen.flow, trigger: trigger)
            let nodes = DataNodes(wholes[chosen.flow.key].map { [$0] + wholes.values } ?? [])
            self.form = start.form
            what = "the flow '\(chosen.flow.id)'"
            sorted = start.taking(given.sort(into: nodes, form: start.form, open: start.isOpen))
            self.flow = try Self.quiet(chosen)
            self.cause = RunRow.Cause(trigger: start.trigger?.id ?? "", by: "exec")
        }
        let problems = misspelt + sorted.problems
        guard problems.isEmpty else { throw CommandFailure("\(what) cannot be started so:\n" + problems.joined(separator: "\n"), .usage) }
        self.path = path
        self.file = file
        self.catalog = FlowCatalog(try file.catalog.flows.map(Self.quiet))
        self.wholes = wholes
        self.values = sorted.values
        self.answers = sorted.answers
    }

    /// What the run starts with, as it may be stored.
    func sealed(by key: SealingKey) -> Values { self.form.sealing(self.values) { key.seal($0) } }

    /// Everything runs here, whatever hosts it is meant for.
    var hostTags: Set<String> { Set(self.wholes.values.flatMap(\.hostTags)) }

    /// The flow without triggers that start it by themselves.
    private static func quiet(_ frozen: FrozenFlow) throws -> FrozenFlow {
        var flow = frozen.flow
        flow.triggers.removeAll { $0.kind != .data }
        return try FrozenFlow.freeze(flow)
    }
}
