/// One start of a node, as a live run holds it.
struct Pass: Sendable, Hashable {
    /// The pass as a whole; of a plain node also its one instance.
    var head: PassRow
    /// The instances of a node with several, in the order of the node; empty for a plain node.
    var parts: [PassRow]
    /// Which rows are to be stored: -1 the head, else the part.
    var dirty: [Int] = []

    init(head: PassRow, parts: [PassRow] = []) {
        self.head = head
        self.parts = parts
    }

    /// Instances, at least one.
    var partCount: Int { max(1, self.parts.count) }

    /// The row of an instance.
    subscript(part at: Int) -> PassRow {
        get { self.parts.isEmpty ? self.head : self.parts[at] }
        set {
            if self.parts.isEmpty { self.head = newValue } else { self.parts[at] = newValue }
        }
    }

    func part(named instance: String) -> Int? {
        if self.parts.isEmpty { return instance.isEmpty ? 0 : nil }
        return self.parts.firstIndex { $0.key.instance == instance }
    }

    var inFlight: Bool { self.head.inFlight }
    /// Whether anything of it was ever started.
    var hasBegun: Bool {
        self.head.state == .waiting || (0..<self.partCount).contains { self[part: $0].attempt > 0 }
    }

    static func == (a: Pass, b: Pass) -> Bool { a.head == b.head && a.parts == b.parts }
    func hash(into hasher: inout Hasher) { hasher.combine(self.head) }
}
