import FloeAPI
import FloeCore
import FoundationEssentials
import Testing

@testable import FloeServer

@Suite("What goes over the wire")
struct WireTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ])
    func `Times are written as RFC 3339 and read again`(milliseconds: Int64, text: String) {
        #expect(Moment(milliseconds: milliseconds).timestamp.description == text)
        #expect(Timestamp(text)?.moment == Moment(milliseconds: milliseconds))
    }

    @Test(arguments: ["2000-13-01T00:00:00Z", "2000-01-01 00:00:00Z", "2000-01-01T00:00:00", "2000-01-01T00:00:00.Z", ""])
    func `What is no time is not read`(text: String) { #expect(Timestamp(text) == nil) }

    @Test func `Keys are in snake case, those of values are left alone, and none is missing`() throws {
        var row = RunRow(
            ref: RunRef(host: "h1", number: 1), flow: FlowKey(id: "f", version: 1), digest: "", cause: .init(),
            values: ["someKey": 1, "a_b": 2],
            adoptedAt: Moment(milliseconds: 0))
        row.activatedAt = Moment(milliseconds: 5)
        let text = String(decoding: try FloeJSON.encode(RunSummary(row, flowName: "F", waits: [])), as: UTF8.self)
        #expect(text.contains(#""flow_name":"F""#))
        #expect(text.contains(#""values":{"a_b":2,"someKey":1}"#))
        #expect(text.contains(#""ended_at":null"#))
        #expect(text.contains(#""started_at":"1970-01-01T00:00:00.005Z""#))
        #expect(try FloeJSON.decode(RunSummary.self, from: Data(text.utf8)).values == row.values)
    }

    @Test func `A loop is drawn from left to right all the same, through hidden nodes`() {
        var hidden = Node("both", .merge(Node.Merge()), listen: ["task.a.good", "task.b.good"])
        hidden.hidden = true
        let flow = Flow(
            id: "loop", triggers: [Trigger(id: "t", kind: .data)],
            nodes: [
                Node("a", .executing(type: "exec"), listen: ["trigger.good", "task.c.bad"]),
                Node("b", .executing(type: "exec"), listen: ["trigger.good"]), hidden,
                Node("c", .executing(type: "exec"), listen: ["merge.both.good"]),
            ])
        let graph = GraphView(CompiledFlow(flow))
        #expect(graph.levels == [["t"], ["a", "b"], ["c"]])
        #expect(
            graph.edges.map { "\($0.from)>\($0.to) \($0.tag)" } == [
                "t>a trigger.good", "c>a task.c.bad", "t>b trigger.good", "a>c task.a.good", "b>c task.b.good",
            ])
        #expect(graph.nodes.map(\.id) == ["t", "a", "b", "c"])
    }

    @Test func `Carried values are those of the causes, overlaid by the event's own`() {
        let run = RunRef(host: "h1", number: 1)
        func event(_ id: Int, _ causes: [Int], _ own: Values) -> EventRow {
            EventRow(run: run, id: id, sequence: id, tag: "", own: own, causes: causes, at: Moment(milliseconds: 0))
        }
        var carried = CarriedValues([
            event(1, [], ["a": 1, "b": 1]), event(2, [1], ["b": 2]), event(3, [1], ["b": 3, "c": 3]), event(4, [3, 2], ["d": 4]),
        ])
        #expect(carried.of(4) == ["a": 1, "b": 2, "c": 3, "d": 4])
        #expect(carried.of(9) == [:])
    }

    @Test func `Every kind of wait is told in a sentence, with what would change it`() {
        for kind in Wait.Kind.allCases {
            let view = WaitView(Wait(kind, node: "build", pass: 1, what: ["tag"], holders: [RunRef(host: "h1", number: 7)]), at: nil)
            #expect(!view.text.isEmpty && !view.change.isEmpty, "\(kind)")
        }
    }

    @Test func `a host that can store nothing is the first reason why its runs wait`() {
        let ref = RunRef(host: "h1", number: 1)
        let row = RunRow(
            ref: ref, flow: FlowKey(id: "f", version: 1), digest: "", cause: RunRow.Cause(), values: [:], adoptedAt: Moment(milliseconds: 0)
        )
        let trouble = StoreTrouble(since: Moment(milliseconds: 5), detail: "disk full")
        let why = WhyView(row, chain: nil, trouble: trouble).why
        #expect(why.map(\.kind) == ["store"] && why[0].text == "the host can store nothing: disk full" && why[0].since != nil)
    }
}
