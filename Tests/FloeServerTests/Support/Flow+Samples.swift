import FloeCore

extension Flow {
    /// Nodes one after the other, each started by the good end of the one before.
    static func chain(_ id: String, length: Int = 1) -> Flow {
        let nodes = (1...length).map { number in
            Node("n\(number)", .executing(type: "exec"), listen: [number == 1 ? "trigger.good" : "task.n\(number - 1).good"])
        }
        return Flow(id: id, nodes: nodes)
    }

    /// Asks for a branch, builds it, and asks a person whether it may go out.
    static var release: Flow {
        let form = Form(
            title: "Release",
            fields: [
                FormField(id: "branch", kind: .string, required: true, pattern: "[a-z]+"),
                FormField(id: "count", kind: .int, value: 1),
            ])
        let approval = Form(
            title: "May {{trigger.branch}} go out?",
            fields: [FormField(id: "ok", kind: .bool, required: true), FormField(id: "note", kind: .multiline)])
        return Flow(
            id: "release", name: "Release it", triggers: [Trigger(id: "go", kind: .data, form: form)],
            nodes: [
                Node("build", .executing(type: "exec"), listen: ["trigger.good"]),
                Node("approve", .data(Node.DataRequest(form: approval, goodWhen: "ok")), listen: ["task.build.good"]),
                Node("ship", .executing(type: "exec"), listen: ["task.approve.good"]),
                Node("tell", .executing(type: "exec"), listen: ["task.approve.bad"]),
            ])
    }
}
