import FloeCore
import FloeTesting
import Synchronization

/// A task type run by itself, in a workspace of its own, without a pool.
struct OneTask: Sendable {
    let folder: TemporaryFolder
    let progress = Told()
    var workspace: String { self.folder.path + "/ws" }

    init() throws {
        self.folder = try TemporaryFolder()
        try TestCommand.sh("mkdir ws logs served && : > logs/task.log", in: self.folder.path)
    }

    func place(_ environment: [String: String] = [:]) -> TaskPlace {
        let progress = self.progress
        return TaskPlace(
            workspace: self.workspace, log: self.folder.path + "/logs/task.log", cache: self.folder.path + "/cache", host: "h1",
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": self.folder.path].merging(environment) { $1 },
            progress: { done, text in progress.add(done, text) })
    }

    func run(
        _ type: any TaskType, _ options: Values, offered: [Values] = [], values: [String: String] = [:],
        environment: [String: String] = [:], keeper: String = "k",
        _ configure: (inout Node) -> Void = { _ in }
    ) async -> Outcome {
        var node = Node("get", .executing(type: type.name), listen: ["trigger.good"])
        node.options = options
        configure(&node)
        let order = Order(
            id: OrderID(run: RunRef(host: "h1", number: 1), node: "get", pass: 1, attempt: 1), flow: FlowKey(id: "ci", version: 1),
            keeper: keeper, node: node, env: [], reuseSpace: false, values: values, offered: offered)
        return await type.run(order, at: self.place(environment))
    }

    var log: [String] { (self.folder.text("logs/task.log") ?? "").split(separator: "\n").map(String.init) }

    final class Told: Sendable {
        private let value = Mutex<[(Double?, String)]>([])
        func add(_ done: Double?, _ text: String) { self.value.withLock { $0.append((done, text)) } }
        var all: [(Double?, String)] { self.value.withLock { $0 } }
    }
}
