/// When a flow is started next by its timer triggers, the earliest first.
public struct FireList: Sendable, Hashable, Codable {
    public struct Fire: Sendable, Hashable, Codable {
        public var trigger: String
        public var at: Timestamp
        /// The same time on the clock of the schedule's zone, with its offset: `2026-03-01T03:30:00+01:00`.
        public var local: String
        /// What is special about it; empty when nothing is.
        public var note: String

        public init(trigger: String, at: Timestamp, local: String, note: String = "") {
            self.trigger = trigger
            self.at = at
            self.local = local
            self.note = note
        }
    }

    public var fires: [Fire]
    public init(fires: [Fire]) { self.fires = fires }
}
