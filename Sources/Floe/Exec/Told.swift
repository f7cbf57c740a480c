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
    /// In its run; nil for what is not stored.
    var id: Int?
    var good: Bool?
    /// Its own and, as it happens, those it carries.
    var values: Values
    var at: Moment
    /// Of `sys.state`.
    var state: String?

    /// Nil for what is about no run.
    init?(_ announcement: Announcement) {
        guard let run = announcement.run else { return nil }
        self.run = run
        self.flow = announcement.flow
        self.sequence = announcement.sequence
        self.tag = announcement.tag
        self.node = announcement.node
        self.pass = announcement.pass
        self.id = announcement.id
        self.good = announcement.good
        self.values = announcement.values
        self.at = announcement.at
        self.state = announcement.values["state"]?.string
    }

    init(_ event: EventRow, flow: String) {
        self.run = event.run
        self.flow = flow
        self.sequence = event.sequence
        self.tag = event.tag
        self.node = event.node
        self.pass = event.pass
        self.id = event.id
        self.good = event.good
        self.values = event.own
        self.at = event.at
        self.state = event.own["state"]?.string
    }
}
