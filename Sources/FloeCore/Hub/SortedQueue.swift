/// Elements in order, each once; made for what mostly arrives last and leaves first, both at constant cost.
struct SortedQueue<Element: Comparable & Sendable>: Sendable {
    private var storage: [Element] = []
    private var head = 0

    init() {}

    var isEmpty: Bool { self.head == self.storage.count }
    var count: Int { self.storage.count - self.head }
    var first: Element? { self.isEmpty ? nil : self.storage[self.head] }
    var elements: ArraySlice<Element> { self.storage[self.head...] }

    mutating func insert(_ element: Element) {
        if self.isEmpty || self.storage[self.storage.count - 1] < element {
            self.storage.append(element)
            return
        }
        let at = self.position(of: element)
        if self.storage[at] != element { self.storage.insert(element, at: at) }
    }

    @discardableResult
    mutating func remove(_ element: Element) -> Bool {
        let at = self.position(of: element)
        guard at < self.storage.count, self.storage[at] == element else { return false }
        if at == self.head { _ = self.popFirst() } else { self.storage.remove(at: at) }
        return true
    }

    mutating func popFirst() -> Element? {
        guard let first = self.first else { return nil }
        self.head += 1
        if self.head > 32, self.head * 2 > self.storage.count {
            self.storage.removeFirst(self.head)
            self.head = 0
        }
        return first
    }

    /// Index of the element, or of where it would stand.
    private func position(of element: Element) -> Int {
        var low = self.head
        var high = self.storage.count
        while low < high {
            let middle = (low + high) / 2
            if self.storage[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
