public import FloeCore

extension Hub {
    /// Tells the hub something and waits until what came of it is stored.
    ///
    /// - Throws: `HubRefusal` when the store cannot write, the hub is stopping or its inbox is full. Nothing was stored then.
    public func submit(_ make: @Sendable (HubEvent.Token) -> HubEvent) async throws -> Reply {
        let token = self.inbox.token()
        let event = make(token)
        var isCancel = false
        if case .cancel = event { isCancel = true }
        return try await self.request(inOutage: isCancel) { .request(event, token, $0) }
    }

    /// Tells the hub something that nobody waits for. Outcomes and the like are always taken while the hub runs.
    public func post(_ event: HubEvent) { self.inbox.post(event) }

    /// Starts a run. A request with a key that was seen within the last 24 hours is answered with the run it started then.
    public func trigger(_ request: TriggerRequest) async throws -> Reply {
        let token = self.inbox.token()
        return try await self.request { .trigger(request, token, $0) }
    }

    /// Lets an archived run go on. It is read from the store after everything that was told before is stored.
    public func retry(_ run: RunRef, from: String?, by: String) async throws -> Reply {
        let token = self.inbox.token()
        return try await self.request { .retry(run, from: from, by: by, token, $0) }
    }

    /// Marks a run, live or archived, as never to be swept, or takes the mark away.
    public func keep(_ run: RunRef, _ on: Bool, by: String) async throws -> Reply {
        let token = self.inbox.token()
        return try await self.request { .keep(run, on, by: by, token, $0) }
    }

    /// Reads the state between two batches; what was stored before the call is in it.
    ///
    /// - Parameter read: Runs on the loop's thread and holds everything up: look something up, compute nothing long.
    public func ask<T: Sendable>(_ read: @escaping @Sendable (borrowing HubState) -> T) async throws -> T {
        try await self.look { state, _ in read(state) }
    }

    /// When the timer triggers of a flow fire next, the earliest first; nothing for a flow that has none, or cannot be started.
    public func fires(of flow: FlowKey, count: Int) async throws -> [TimerFire] {
        try await self.look { _, timers in timers.fires(of: flow, count: count) }
    }

    /// When each timer trigger fires next; nothing for those that cannot be started.
    public func nextFires() async throws -> [TimerFire.Trigger: Moment] {
        try await self.look { _, timers in timers.nextFires }
    }

    private func look<T: Sendable>(_ read: @escaping @Sendable (borrowing HubState, TimerSchedule) -> T) async throws -> T {
        try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<T, any Error>) in
            let item = InboxItem.read(
                InboxItem.Read(perform: { waiter.resume(returning: read($0, $1)) }, refuse: { waiter.resume(throwing: $0) }))
            if let refusal = self.inbox.put(item) { waiter.resume(throwing: refusal) }
        }
    }

    /// - Parameter inOutage: The loop is to see it also while nothing can be stored.
    private func request(inOutage: Bool = false, _ item: (InboxItem.Waiter) -> InboxItem) async throws -> Reply {
        if let refusal = self.refusal, !inOutage || refusal.reason != .store { throw refusal }
        return try await withCheckedThrowingContinuation { waiter in
            if let refusal = self.inbox.put(item(waiter)) { waiter.resume(throwing: refusal) }
        }
    }

    /// Asked before anything is put into the inbox, so that a store that stays full costs those who ask nothing.
    private var refusal: HubRefusal? {
        switch self.health {
        case .working: nil
        case .stopping: .stopping
        case .failing(_, let detail): .cannotStore(detail)
        }
    }
}
