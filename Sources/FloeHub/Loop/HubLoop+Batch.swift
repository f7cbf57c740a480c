internal import FloeCore

extension HubLoop {
    /// Events to be decided together, and looks at the state for when that is stored.
    struct Batch {
        var events: [HubEvent] = []
        var reads: [InboxItem.Read] = []
    }

    /// A key as it is looked up.
    private struct RequestKey: Hashable {
        var flow: FlowKey
        var key: String
    }

    /// How long a key is remembered.
    static let keyAge = Span(seconds: 24 * 3600)

    /// The next events of the backlog, in order. It ends early where an item has to be looked up in the store after what is
    /// before it has been committed.
    func nextBatch() -> Batch {
        var batch = Batch()
        var keys: Set<RequestKey> = []
        while batch.events.count < Self.batchLimit, let item = self.backlog.first {
            switch item {
            case .event(let event): batch.events.append(event)
            case .request(.cancel(let run, _, _), _, let waiter) where self.cancelled?.isAskedAgain(run) == true:
                waiter.resume(returning: .accepted(run))
            case .request(let event, let token, let waiter):
                batch.events.append(event)
                self.waiters[token] = waiter
            case .trigger(let request, let token, let waiter):
                if let key = request.key, !keys.insert(RequestKey(flow: request.flow.flow.key, key: key)).inserted { return batch }
                self.take(request, token, waiter, into: &batch)
            case .retry(let run, let from, let by, let token, let waiter):
                if !batch.events.isEmpty { return batch }
                self.takeRetry(of: run, from: from, by: by, token, waiter, into: &batch)
            case .keep(let run, let on, let by, let token, let waiter):
                if !batch.events.isEmpty { return batch }
                self.takeMark(of: run, on, by: by, token, waiter, into: &batch)
            case .read(let read): batch.reads.append(read)
            }
            self.backlog.dropFirst()
        }
        return batch
    }

    private func take(_ request: TriggerRequest, _ token: HubEvent.Token, _ waiter: InboxItem.Waiter, into batch: inout Batch) {
        if let key = request.key {
            do {
                let since = Moment(milliseconds: self.clock.now().milliseconds - Self.keyAge.milliseconds)
                if let run = try self.store.run(flow: request.flow.flow.key, key: key, since: since) {
                    waiter.resume(returning: .accepted(run))
                    return
                }
            } catch {
                waiter.resume(throwing: HubRefusal.cannotRead("the request's idempotency key", error))
                return
            }
        }
        batch.events.append(.trigger(request, token))
        self.waiters[token] = waiter
    }

    private func takeMark(
        of run: RunRef, _ on: Bool, by: String, _ token: HubEvent.Token, _ waiter: InboxItem.Waiter, into batch: inout Batch
    ) {
        do {
            var chain: [RunRow] = []
            var next: RunRef? = run
            while let ref = next, let row = try self.store.run(ref)?.row {
                chain.append(row)
                next = row.parent?.run
            }
            batch.events.append(.keep(run, on, by: by, stored: chain, token))
            self.waiters[token] = waiter
        } catch {
            waiter.resume(throwing: HubRefusal.cannotRead("the run \(run)", error))
        }
    }

    private func takeRetry(
        of run: RunRef, from: String?, by: String, _ token: HubEvent.Token, _ waiter: InboxItem.Waiter, into batch: inout Batch
    ) {
        do {
            guard let stored = try self.store.run(run) else {
                waiter.resume(returning: .notFound("there is no run \(run) on this host; it may have been swept, or never was"))
                return
            }
            batch.events.append(.retry(stored, from: from, by: by, token))
            self.waiters[token] = waiter
        } catch {
            waiter.resume(throwing: HubRefusal.cannotRead("the run \(run)", error))
        }
    }
}
