/// Items taken from the inbox, in order.
struct Backlog {
    private var items: [InboxItem] = []
    private var at = 0

    var isEmpty: Bool { self.at == self.items.count }
    var first: InboxItem? { self.isEmpty ? nil : self.items[self.at] }

    /// Only when it is empty.
    mutating func refill(_ items: [InboxItem]) {
        self.items = items
        self.at = 0
    }

    mutating func dropFirst() {
        self.at += 1
        if self.isEmpty { self.refill([]) }
    }

    mutating func takeAll() -> [InboxItem] {
        let rest = Array(self.items[self.at...])
        self.refill([])
        return rest
    }
}
