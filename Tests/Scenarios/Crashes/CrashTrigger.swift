/// A trigger that the test has sent, perhaps several times.
struct CrashTrigger {
    /// In the values of its run.
    let mark: String
    let flow: String
    /// Its `Idempotency-Key`; without one it is sent once.
    let key: String?
    /// The runs it was told with 202.
    var accepted: Set<String> = []
    /// Sent, and no answer came: it may have been stored.
    var unanswered = false
    /// Turned away, and with what.
    var refused: String?
}
