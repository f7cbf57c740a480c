/// What a hub learns of the hosts that use its database.
public enum SharedEvent: Sendable {
    case looked(SharedLook)
    /// The database could not be looked at: what was counted begins anew.
    case lookFailed
    case answered([SharedAnswer])
    /// Owners of these runs prefer that this host takes them.
    case hinted([RunRef])
    /// The runs of a dead host are this one's now; these of them were active.
    case tookOver(String, active: [RunRef])
    /// Slots that nobody has fired yet.
    case fire([SlotRow])
}
