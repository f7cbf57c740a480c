import FloeSystem
import FoundationEssentials
import Testing

@testable import FloeCore

@Suite struct FrozenFlowTests {
    /// A flow with nothing left at its default.
    private var full: Flow {
        var trigger = Trigger(id: "start", name: "Start", kind: .flow, form: self.form, period: Span(seconds: 5))
        trigger.flow = "other@2"
        trigger.result = .any
        trigger.options = ["url": "https://example.org/a"]
        let kinds: [Node.Kind] = [
            .executing(type: "exec"), .timer(.init(period: Span(seconds: 1), until: "x")), .data(.init(form: self.form, goodWhen: "ok")),
            .flow(.init(flow: "f", values: ["a": .double(1.5)], wait: false)), .merge(.init(any: true, again: true)), .end(nil), .end(.bad),
        ]
        var flow = Flow(
            id: "build", version: 3, name: "Build", triggers: [trigger], nodes: kinds.enumerated().map { self.node("n\($0)", $1) })
        flow.origin = .stored
        flow.reuseSpace = true
        flow.hostTags = ["linux"]
        flow.resourceTags = ["db"]
        flow.env = ["A=b"]
        flow.flowFile = "flow.yml"
        flow.params = self.form.fields
        flow.timeout = Span(seconds: 1)
        flow.queueTimeout = Span(seconds: 2)
        flow.cleanupTimeout = Span(seconds: 3)
        flow.overlap = .cancelPrevious
        flow.overlapKey = "{{trigger.branch}}"
        flow.keep = true
        flow.retention = Retention(runs: 1, age: Span(seconds: 2), size: 3)
        flow.publicBadge = true
        return flow
    }

    private var form: Form {
        Form(
            title: "Title",
            fields: [
                FormField(
                    id: "a", prompt: "A?", kind: .choice, value: "x", required: true, options: ["x", "y"], pattern: "x|y"),
                FormField(id: "b", value: .null),
            ])
    }

    private func node(_ id: String, _ kind: Node.Kind) -> Node {
        var node = Node(id, kind, listen: ["trigger.good"], name: "Node")
        node.options = ["cmd": "make", "list": .list([1, .double(2.5), .null])]
        node.env = ["C=d"]
        node.good = [0, 2]
        node.ignoreFail = true
        node.useStatus = true
        node.timeout = Span(seconds: 4)
        node.noOutput = Span(seconds: 5)
        node.grace = Span(seconds: 6)
        node.retry = Retry(attempts: 3, delay: Span(seconds: 7), backoff: 2.5, when: [.lost])
        node.hooks = .init(condition: "c", pre: "p", post: "q")
        node.artifacts = ["*.tar"]
        node.secrets = ["TOKEN"]
        node.target = .tags(["linux", "web"])
        node.maxPasses = 5
        node.instances = ["a", "b"]
        node.hidden = true
        return node
    }

    @Test func `a flow with nothing at its default comes back whole`() throws {
        #expect(try Flow(json: self.full.json()) == self.full)
        #expect(try FrozenFlow.freeze(self.full).flow == self.full)
    }

    @Test func `a flow with everything at its default comes back whole, and is short`() throws {
        let flow = Flow(id: "f", triggers: [Trigger(id: "t", kind: .data)], nodes: [Node("n", .end(nil), listen: [])])
        let json = try flow.json()
        #expect(try Flow(json: json) == flow)
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"id":"f","nodes":[{"id":"n","kind":{"end":{}}}],"triggers":[{"id":"t","kind":"data"}]}"#)
    }

    @Test func `every property of what a flow is made of has a key`() {
        func keys<K: CaseIterable & CodingKey>(_ type: K.Type) -> Set<String> { Set(type.allCases.map(\.stringValue)) }
        func properties(_ value: Any) -> Set<String> { Set(Mirror(reflecting: value).children.compactMap(\.label)) }
        #expect(properties(self.full) == keys(Flow.CodingKeys.self))
        #expect(properties(self.full.nodes[0]) == keys(Node.CodingKeys.self))
        #expect(properties(Node.Merge()) == keys(Node.Merge.CodingKeys.self))
        #expect(properties(Node.FlowCall(flow: "f")) == keys(Node.FlowCall.CodingKeys.self))
        #expect(properties(Retry()) == keys(Retry.CodingKeys.self))
        #expect(properties(self.full.triggers[0]) == keys(Trigger.CodingKeys.self))
        #expect(properties(self.form) == keys(Form.CodingKeys.self))
        #expect(properties(self.form.fields[0]) == keys(FormField.CodingKeys.self))
    }

    @Test func `the sample has nothing left at its default`() {
        func same(_ a: Any, _ b: Any) -> [String] {
            zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children)
                .filter { String(describing: $0.value) == String(describing: $1.value) }.compactMap { $0.0.label }
        }
        #expect(same(self.full, Flow(id: "", version: 0)) == [])
        #expect(same(self.full.nodes[0], Node("", .end(nil), listen: [])) == [])
        #expect(same(self.full.triggers[0], Trigger(id: "", kind: .data)) == [])
        #expect(same(self.form.fields[0], FormField(id: "")) == [])
    }

    @Test func `equal flows have the same digest, unlike ones another, over all versions`() throws {
        let flow = Flow(id: "f", nodes: [Node("n", .executing(type: "exec"), listen: ["trigger.good"])])
        // Fixed here for ever: a change of it means that stored flows are not met again.
        #expect(try FrozenFlow.freeze(flow).digest == "578f0b7fe0a7a8f4a50b61fe65ca25c938a3c5a5583304061f2753c360450027")
        #expect(try FrozenFlow.freeze(self.full).digest == FrozenFlow.freeze(self.full).digest)
        var other = flow
        other.nodes[0].env = ["A=b"]
        #expect(try FrozenFlow.freeze(other).digest != FrozenFlow.freeze(flow).digest)
    }

    @Test func `a frozen flow is what will be read back`() throws {
        var flow = Flow(id: "f", nodes: [Node("n", .executing(type: "exec"), listen: [])])
        flow.nodes[0].options = ["n": .double(2)]
        let frozen = try FrozenFlow.freeze(flow)
        #expect(try Flow(json: frozen.flow.json()) == frozen.flow)
        #expect(try FrozenFlow.freeze(frozen.flow).digest == frozen.digest)
    }

    @Test func `keys of a later version are passed over`() throws {
        let json = #"{"id":"f","later":{"a":1},"nodes":[{"id":"n","kind":{"end":{}},"later":true}]}"#
        #expect(try Flow(json: Data(json.utf8)) == Flow(id: "f", nodes: [Node("n", .end(nil), listen: [])]))
    }

    @Test func `what is no flow is an error`() {
        #expect(throws: DecodingError.self) { try Flow(json: Data("{}".utf8)) }
        #expect(throws: DecodingError.self) { try Flow(json: Data("[".utf8)) }
    }
}
