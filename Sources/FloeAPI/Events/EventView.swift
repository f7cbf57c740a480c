public import FloeCore

/// An event as streams and lists of events show it.
public struct EventView: Sendable, Hashable, Codable {
    /// Counts from 1 in its run without gaps; none for what is not stored.
    @Nullable public var id: Int?
    public var cursor: String
    /// None for what is about a host: `sys.host`.
    @Nullable public var run: RunRef?
    public var flow: String
    public var tag: String
    public var node: String
    public var pass: Int
    /// None for `cancelled`, which is neither good nor bad.
    @Nullable public var good: Bool?
    /// Carried values: those of its causes, overlaid by its own.
    public var values: Values
    public var at: Timestamp

    /// - Parameter cursor: of the event itself if it is stored, else of the last stored one before it.
    public init(_ announcement: Announcement, cursor: EventCursor) {
        self.id = announcement.id
        self.cursor = cursor.description
        self.run = announcement.run
        self.flow = announcement.flow
        self.tag = announcement.tag
        self.node = announcement.node
        self.pass = announcement.pass
        self.good = announcement.good
        self.values = announcement.values.shown
        self.at = announcement.at.timestamp
    }

    public init(_ event: EventRow, flow: String, values: Values, host: String) {
        self.id = event.id
        self.cursor = EventCursor(host: host, sequence: event.sequence).description
        self.run = event.run
        self.flow = flow
        self.tag = event.tag
        self.node = event.node
        self.pass = event.pass
        self.good = event.good
        self.values = values.shown
        self.at = event.at.timestamp
    }
}
