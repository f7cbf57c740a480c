/// How long clients have.
struct Patience: Sendable {
    /// For the first request of a connection.
    var firstRequest = Duration.seconds(30)
    /// From an answer to the whole head of the next request.
    var idle = Duration.seconds(75)
    /// For a body.
    var body = Duration.seconds(30)
    /// For the handshake of TLS.
    var handshake = Duration.seconds(15)
    /// To take some of what they were sent.
    var stall = Duration.seconds(120)
}
