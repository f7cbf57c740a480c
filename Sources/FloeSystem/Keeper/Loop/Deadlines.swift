/// Points in time with what is due then, the earliest first.
struct Deadlines<Thing> {
    private var heap: [(at: Int64, thing: Thing)] = []

    var first: Int64? { self.heap.first?.at }

    mutating func add(_ thing: Thing, at time: Int64) {
        var index = self.heap.count
        self.heap.append((time, thing))
        while index > 0, case let parent = (index - 1) / 2, self.heap[index].at < self.heap[parent].at {
            self.heap.swapAt(index, parent)
            index = parent
        }
    }

    /// The earliest, if it is due.
    mutating func take(at now: Int64) -> Thing? {
        guard let first = self.heap.first, first.at <= now else { return nil }
        let last = self.heap.removeLast()
        if !self.heap.isEmpty {
            self.heap[0] = last
            var index = 0
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < self.heap.count && self.heap[child].at < self.heap[least].at {
                    least = child
                }
                if least == index { break }
                self.heap.swapAt(index, least)
                index = least
            }
        }
        return first.thing
    }
}
