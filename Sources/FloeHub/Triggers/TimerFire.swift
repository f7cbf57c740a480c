public import FloeCore

/// A time at which a timer trigger will start its flow.
public struct TimerFire: Sendable, Hashable {
    public var trigger: String
    public var at: Moment

    public init(trigger: String, at: Moment) {
        self.trigger = trigger
        self.at = at
    }
}
