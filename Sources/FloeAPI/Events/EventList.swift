/// A page of a run's events, in order.
public struct EventList: Sendable, Hashable, Codable {
    public var events: [EventView]
    /// Give it as `after` to get the next page.
    @Nullable public var next: Int?

    public init(events: [EventView], next: Int?) {
        self.events = events
        self.next = next
    }
}
