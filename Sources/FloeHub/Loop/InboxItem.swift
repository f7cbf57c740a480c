internal import FloeCore

/// What lies in a hub's inbox.
enum InboxItem: Sendable {
    typealias Waiter = CheckedContinuation<Reply, any Error>

    /// A look at the state between two batches.
    struct Read: Sendable {
        var perform: @Sendable (borrowing HubState, TimerSchedule) -> Void
        var refuse: @Sendable (HubRefusal) -> Void
    }

    case event(HubEvent)
    case request(HubEvent, HubEvent.Token, Waiter)
    case trigger(TriggerRequest, HubEvent.Token, Waiter)
    case retry(RunRef, from: String?, by: String, HubEvent.Token, Waiter)
    case keep(RunRef, Bool, by: String, HubEvent.Token, Waiter)
    case read(Read)

    /// Whether it is turned away by a full inbox. What tells of something that has happened is not.
    var isBounded: Bool {
        switch self {
        case .event(.trigger): true
        case .event: false
        case .request, .trigger, .retry, .keep, .read: true
        }
    }

    /// Tells whoever waits for it that it will not be done.
    func refuse(_ refusal: HubRefusal) {
        switch self {
        case .event: break
        case .request(_, _, let waiter), .trigger(_, _, let waiter), .retry(_, _, _, _, let waiter), .keep(_, _, _, _, let waiter):
            waiter.resume(throwing: refusal)
        case .read(let read): read.refuse(refusal)
        }
    }
}

extension HubEvent {
    /// Names the one who waits for an answer.
    var token: Token? {
        switch self {
        case .trigger(_, let token), .answer(_, let token), .cancel(_, _, let token), .pause(_, _, _, let token),
            .retry(_, _, _, let token), .drain(_, let token), .keep(_, _, _, _, let token), .sweep(_, _, let token),
            .forget(_, let token), .drainAgent(_, _, let token):
            token
        case .loaded, .outcome, .catalog, .keeper, .closing, .tick, .timer, .cluster, .shared, .agent: nil
        }
    }
}
