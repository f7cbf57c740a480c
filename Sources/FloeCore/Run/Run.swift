/// A live run: its rows, by index, and what can be worked out from them kept at hand.
struct Run: Sendable {
    /// What a node has done in the run.
    struct NodeState: Sendable, Hashable {
        var passes: [Pass] = []
        /// Passes that count: not void.
        var counted = 0
        /// The first pass that has not ended; `passes.count` when all have.
        var current = 0
    }

    var row: RunRow
    var frozen: FrozenFlow
    var nodes: [NodeState]
    /// Events that can be heard, by id.
    var heard: [Int: HeardEvent] = [:]
    var lastEventID = 0
    /// When its first round was adopted.
    var bornAt: Moment
    /// Everything sealed that came with it or was answered in it: tasks leave it out of what they tell.
    var sealed: Set<SealedText> = []
    /// Nodes with a pass in flight; merges apart, which only collect.
    var busy: Set<Int> = []
    /// Passes that wait for a child.
    var waitingForChildren = 0
    var dirty = false

    init(row: RunRow, frozen: FrozenFlow) {
        self.row = row
        self.bornAt = row.adoptedAt
        self.sealed = Set(row.values.sealed)
        self.frozen = frozen
        self.nodes = Array(repeating: NodeState(), count: frozen.flow.nodes.count)
    }

    var flow: Flow { self.frozen.flow }
    var compiled: CompiledFlow { self.frozen.compiled }
    var age: RunAge { RunAge(adoptedAt: self.row.adoptedAt, ref: self.row.ref) }

    func node(_ at: Int) -> Node { self.frozen.compiled.flow.nodes[at] }

    /// The passes in flight, in order of start; merges apart.
    var inFlight: [(node: Int, pass: Int)] {
        var all: [(node: Int, pass: Int, queue: Int)] = []
        for node in self.busy {
            for pass in self.nodes[node].current..<self.nodes[node].passes.count where self.nodes[node].passes[pass].inFlight {
                all.append((node, pass, self.nodes[node].passes[pass].head.queue))
            }
        }
        return all.sorted { ($0.queue, $0.node, $0.pass) < ($1.queue, $1.node, $1.pass) }.map { ($0.node, $0.pass) }
    }

    /// Values of the causes, overlaid in order.
    func carried(by causes: [Int]) -> Values {
        guard let first = causes.first else { return [:] }
        var values = self.heard[first]?.carried ?? [:]
        for cause in causes.dropFirst() { values.merge(self.heard[cause]?.carried ?? [:]) { $1 } }
        return values
    }
}

/// Who is first among runs: the earlier adopted one.
public struct RunAge: Sendable, Hashable, Comparable {
    public var adoptedAt: Moment
    public var ref: RunRef

    public init(adoptedAt: Moment, ref: RunRef) {
        self.adoptedAt = adoptedAt
        self.ref = ref
    }

    public static func < (a: RunAge, b: RunAge) -> Bool { (a.adoptedAt, a.ref) < (b.adoptedAt, b.ref) }
}
