/// Moments at which something is due, the earliest first. An entry that no longer holds is dropped when it comes up.
struct Deadlines: Sendable {
    struct Entry: Sendable, Hashable {
        var at: Moment
        var run: RunRef
        /// -1 for the run itself.
        var node: Int
        var pass: Int
        var part: Int
    }

    private var heap: [Entry] = []
    private var compactAt = 1024

    var first: Entry? { self.heap.first }

    mutating func insert(_ entry: Entry) {
        self.heap.append(entry)
        var child = self.heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.heap[child].at < self.heap[parent].at else { break }
            self.heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> Entry? {
        guard let first = self.heap.first else { return nil }
        let last = self.heap.removeLast()
        guard !self.heap.isEmpty else { return first }
        self.heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < self.heap.count && self.heap[child].at < self.heap[least].at {
                least = child
            }
            guard least != parent else { return first }
            self.heap.swapAt(parent, least)
            parent = least
        }
    }

    /// Drops what no longer holds: what is on top, and everything when much has gathered.
    mutating func prune(_ holds: (Entry) -> Bool) {
        if self.heap.count > self.compactAt {
            let kept = self.heap.filter(holds)
            self.heap = []
            kept.forEach { self.insert($0) }
            self.compactAt = max(1024, 2 * self.heap.count)
        }
        while let first = self.first, !holds(first) { _ = self.popFirst() }
    }
}
