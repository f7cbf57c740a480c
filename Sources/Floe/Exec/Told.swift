import FloeCore

/// What is told of a run: as it happens, or read from the store later.
struct Told {
    var run: RunRef
    var flow: String
    /// Nil for what is not stored.
    var sequence: Int?
    var tag: String
    var node: String
    var pass: Int
    /// Of `sys.state`.
    var state: String?

    init(_ announcement: Announcement) {
        self.run = announcement.run
        self.flow = announcement.flow
        self.sequence = announcement.sequence
        self.tag = announcement.tag
        self.node = announcement.node
        self.pass = announcement.pass
        self.state = announcement.values["state"]?.string
    }

    init(_ event: EventRow, flow: String) {
        self.run = event.run
        self.flow = flow
        self.sequence = event.sequence
        self.tag = event.tag
        self.node = event.node
        self.pass = event.pass
        self.state = event.own["state"]?.string
    }
}
