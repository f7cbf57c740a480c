public import FloeCore

/// A time at which a timer trigger will start its flow.
public struct TimerFire: Sendable, Hashable {
    /// A trigger among those of all flows.
    public struct Trigger: Sendable, Hashable {
        public var flow: FlowKey
        public var id: String

        public init(flow: FlowKey, id: String) {
            self.flow = flow
            self.id = id
        }
    }

    public var trigger: String
    public var at: Moment

    public init(trigger: String, at: Moment) {
        self.trigger = trigger
        self.at = at
    }
}
