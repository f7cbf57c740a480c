import NIOCore
import Synchronization

/// The open streams of those who are signed in: they end with the sign-in.
final class OpenStreams: Sendable {
    /// One stream of somebody.
    final class Ticket: Sendable {
        fileprivate let owner: String
        private let bell: Doorbell
        private let channel: any Channel
        private let ended = Atomic(false)

        fileprivate init(owner: String, bell: Doorbell, channel: any Channel) {
            self.owner = owner
            self.bell = bell
            self.channel = channel
        }

        /// Whoever it is for may not see any more of it.
        var hasEnded: Bool { self.ended.load(ordering: .acquiring) }

        fileprivate func end() {
            self.ended.store(true, ordering: .releasing)
            self.bell.ring()
            let channel = self.channel
            // In case its client does not take what it was sent.
            channel.eventLoop.scheduleTask(in: OpenStreams.leave) { channel.close(promise: nil) }
        }
    }

    /// How long a stream may outlive its sign-in.
    static let sweepInterval = Duration.seconds(1)
    private static let leave = TimeAmount.seconds(3)

    /// Whether a sign-in still holds.
    private let holds: @Sendable (_ owner: String) -> Bool
    private let tickets = Mutex<[ObjectIdentifier: Ticket]>([:])

    init(holds: @escaping @Sendable (_ owner: String) -> Bool) { self.holds = holds }

    /// - Parameters:
    ///   - owner: `Principal.owner`.
    ///   - bell: Wakes who tells the stream; he looks at the ticket then.
    func open(_ owner: String, bell: Doorbell, channel: any Channel) -> Ticket {
        let ticket = Ticket(owner: owner, bell: bell, channel: channel)
        self.tickets.withLock { $0[ObjectIdentifier(ticket)] = ticket }
        // It may have ended since the request was admitted.
        if !self.holds(owner) { ticket.end() }
        return ticket
    }

    func close(_ ticket: Ticket) { self.tickets.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(ticket)) } }

    /// Ends the streams whose sign-in has ended.
    func sweep() {
        let tickets = self.tickets.withLock { Array($0.values) }
        var known: [String: Bool] = [:]
        for ticket in tickets where !ticket.hasEnded {
            let holds = known[ticket.owner] ?? self.holds(ticket.owner)
            known[ticket.owner] = holds
            if !holds { ticket.end() }
        }
    }
}
