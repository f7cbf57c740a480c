public import FloeCore
internal import Synchronization

/// What waits to be decided, in order of arrival. Holds so many requests and no more; news of what has happened is always taken.
public final class Inbox: Sendable {
    fileprivate struct State {
        var items: [InboxItem] = []
        var sleeping = false
        var closed = false
    }

    /// How many items it holds before it turns requests away.
    public let capacity: Int
    private let state = Mutex(State())
    private let tokens = Atomic<UInt64>(1)
    private let wake = WakeSignal()

    public init(capacity: Int = 65_536) { self.capacity = capacity }

    /// Puts in an event that nobody waits for. After the hub has closed it, nothing comes of it.
    public func post(_ event: HubEvent) { _ = self.put(.event(event)) }

    /// How many items wait.
    public var count: Int { self.state.withLock(\.items.count) }

    var isClosed: Bool { self.state.withLock(\.closed) }

    /// A token that no other request has.
    func token() -> HubEvent.Token { self.tokens.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// Puts an item in and wakes the loop if it sleeps; or says why not.
    func put(_ item: InboxItem) -> HubRefusal? {
        let (refusal, sleeping) = self.state.withLock { state -> (HubRefusal?, Bool) in
            if state.closed { return (.stopping, false) }
            if item.isBounded, state.items.count >= self.capacity { return (.full(self.capacity), false) }
            state.items.append(item)
            defer { state.sleeping = false }
            return (nil, state.sleeping)
        }
        if sleeping { self.wake.signal() }
        return refusal
    }

    /// All that has arrived; waits for the first if there is none. Empty when the time is over or it was closed.
    ///
    /// - Parameter timeout: Nil waits as long as it takes, zero not at all.
    func take(within timeout: Duration?) -> [InboxItem] {
        let ready = self.state.withLock { state -> [InboxItem]? in
            if state.items.isEmpty, !state.closed, timeout != .zero {
                state.sleeping = true
                return nil
            }
            return state.takeAll()
        }
        if let ready { return ready }
        self.wake.wait(atMost: timeout)
        return self.state.withLock { state in
            state.sleeping = false
            return state.takeAll()
        }
    }

    /// Nothing can be put in any more; what is in can still be taken.
    func close() {
        let sleeping = self.state.withLock { state in
            state.closed = true
            defer { state.sleeping = false }
            return state.sleeping
        }
        if sleeping { self.wake.signal() }
    }
}

extension Inbox.State {
    fileprivate mutating func takeAll() -> [InboxItem] {
        var taken: [InboxItem] = []
        swap(&taken, &self.items)
        return taken
    }
}
