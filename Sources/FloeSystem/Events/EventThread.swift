internal import CSpawn
internal import Glibc
internal import Synchronization

/// A thread that waits for descriptors and points in time on behalf of everybody else.
///
/// Handlers are called on it and must be short; on the shared one they must not block. It is started by the first call that needs it and sleeps while
/// nothing happens.
final class EventThread: Sendable {
    static let shared = EventThread()

    typealias Key = UInt64
    typealias Handler = @Sendable () -> Void

    private struct State {
        var started = false
        var nextKey: Key = 1
        var descriptors: [Key: (handler: Handler, once: Bool)] = [:]
        var timers: [Key: (at: ContinuousClock.Instant, handler: Handler)] = [:]
        /// No timer is due before it; nil without timers.
        var earliest: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let name: String
    private let epoll: Int32
    /// Written to when a timer is due earlier than the thread would wake.
    private let alarm = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))

    /// - Parameter epoll: where descriptors are watched.
    init(name: String = "floe-events", epoll: Int32 = epoll_create1(Int32(EPOLL_CLOEXEC))) {
        self.name = name
        self.epoll = epoll
    }

    /// Calls `handler` when the descriptor can be read: the first time only, or each time. Gives nil with `errno` set when the
    /// system refuses.
    func watch(_ descriptor: Int32, once: Bool, _ handler: @escaping Handler) -> Key? {
        let key = self.state.withLock { state in
            let key = self.newKey(&state)
            state.descriptors[key] = (handler, once)
            return key
        }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (once ? EPOLLONESHOT.rawValue : 0)
        event.data.u64 = key
        guard epoll_ctl(self.epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            self.state.withLock { _ = $0.descriptors.removeValue(forKey: key) }
            return nil
        }
        return key
    }

    /// Watches no longer; call it before the descriptor is closed. A call of the handler may be under way.
    func unwatch(_ key: Key, _ descriptor: Int32) {
        _ = epoll_ctl(self.epoll, EPOLL_CTL_DEL, descriptor, nil)
        self.state.withLock { _ = $0.descriptors.removeValue(forKey: key) }
    }

    /// Calls `handler` once, at or after the given time.
    func at(_ time: ContinuousClock.Instant, _ handler: @escaping Handler) -> Key {
        let (key, wake) = self.state.withLock { state in
            let key = self.newKey(&state)
            state.timers[key] = (time, handler)
            let sooner = state.earliest.map { time < $0 } ?? true
            if sooner { state.earliest = time }
            return (key, sooner)
        }
        if wake { eventfd_write(self.alarm, 1) }
        return key
    }

    /// Takes a timer back; one that is due may fire all the same.
    func cancel(_ key: Key) { self.state.withLock { _ = $0.timers.removeValue(forKey: key) } }

    /// Waits, also in a task that was cancelled.
    func sleep(for duration: Duration) async {
        await withCheckedContinuation { continuation in
            _ = self.at(.now + duration) { continuation.resume() }
        }
    }

    private func newKey(_ state: inout State) -> Key {
        if !state.started {
            state.started = true
            var event = epoll_event()
            event.events = EPOLLIN.rawValue
            event.data.u64 = 0
            epoll_ctl(self.epoll, EPOLL_CTL_ADD, self.alarm, &event)
            let started = SystemThread.start(name: self.name) { self.loop() }
            precondition(started, "the system gives this process no thread; raise its limit of processes (ulimit -u)")
        }
        defer { state.nextKey += 1 }
        return state.nextKey
    }

    private func loop() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while true {
            let count = epoll_wait(self.epoll, &events, Int32(events.count), self.patience())
            for event in events.prefix(Int(max(0, count))) {
                let key = event.data.u64
                if key == 0 {
                    var value: eventfd_t = 0
                    eventfd_read(self.alarm, &value)
                } else if let handler = self.handler(of: key) {
                    handler()
                }
            }
            for handler in self.due() { handler() }
        }
    }

    private func handler(of key: Key) -> Handler? {
        self.state.withLock { state in
            guard let found = state.descriptors[key] else { return nil }
            if found.once { state.descriptors.removeValue(forKey: key) }
            return found.handler
        }
    }

    /// Milliseconds until the next timer, rounded up.
    private func patience() -> Int32 {
        guard let earliest = self.state.withLock({ $0.earliest }) else { return -1 }
        let left = ContinuousClock.now.duration(to: earliest)
        guard left > .zero else { return 0 }
        let (seconds, fraction) = left.components
        return Int32(min(seconds * 1000 + fraction / 1_000_000_000_000_000 + 1, 60_000))
    }

    private func due() -> [Handler] {
        self.state.withLock { state in
            guard let earliest = state.earliest else { return [] }
            let now = ContinuousClock.now
            guard earliest <= now else { return [] }
            let due = state.timers.filter { $0.value.at <= now }.sorted { $0.value.at < $1.value.at }
            for (key, _) in due { state.timers.removeValue(forKey: key) }
            state.earliest = state.timers.values.map(\.at).min()
            return due.map(\.value.handler)
        }
    }
}
