internal import FloeCore
internal import Logging

/// What a host does that shares its database with others, between two batches: it looks, asks for tags and runs, tries slots, and takes
/// over from the dead. All of it on the loop's own thread, so that what is in memory is what was stored.
extension HubLoop {
    private static let wantsAtOnce = 32
    /// Rounds of answers and what follows from them, before others have their turn.
    private static let rounds = 8

    func share() {
        guard let port = self.shared, self.outage == nil, !self.inbox.isClosed else { return }
        if self.watch.next <= .now { self.look(port) }
        self.trySlots(port)
        for _ in 0..<Self.rounds where self.outage == nil {
            let wants = self.state.takeWants(Self.wantsAtOnce)
            if wants.isEmpty { return }
            do {
                let began = port.clock()
                let answers = try port.store.claim(wants)
                self.extendLease(from: began)
                self.process([.shared(.answered(answers))])
            } catch {
                self.fail([], because: error)
            }
        }
    }

    /// So much longer tasks that hold tags may go on, since a transaction that was begun then was stored.
    func extendLease(from began: Int64) {
        guard let port = self.shared, let length = self.state.shared?.times.lease.milliseconds else { return }
        if self.watch.isNew(began + length, of: length) { port.extendLease(began + length) }
    }

    private func look(_ port: HubShared) {
        guard let question = self.state.sharedQuestion else { return }
        self.watch.begin()
        defer { self.watch.end() }
        do {
            let began = port.clock()
            let look = try port.store.look(question)
            self.extendLease(from: began)
            self.process([.shared(.looked(look))])
            for (host, beat) in self.state.shared?.dead ?? [] where self.outage == nil { try self.takeOver(host, seen: beat, port) }
        } catch {
            self.process([.shared(.lookFailed)])
            self.fail([], because: error)
        }
    }

    private func takeOver(_ host: String, seen beat: Int, _ port: HubShared) throws {
        guard let active = try port.store.takeOver(host, seen: beat) else {
            self.process([.shared(.tookOver(host, active: []))])
            return
        }
        self.logger.warning(
            "A host of this database has not been seen for long; its runs were taken over",
            metadata: ["host": "\(host)", "active": "\(active.count)"])
        try self.reread()
        self.process([.catalog(self.book.startable), .shared(.tookOver(host, active: active)), .tick])
        self.perform(self.state.recover())
        self.agent.recovered(live: self.state.liveRefs)
    }

    private func trySlots(_ port: HubShared) {
        let due = self.state.takeSlots(at: self.clock.now())
        if due.isEmpty || self.outage != nil { return }
        do {
            let (last, now) = try port.store.slots(due.map(\.trigger))
            let fired = due.filter { slot in last[slot.trigger].map { $0 >= slot.last } ?? false }
            self.state.dropSlots(fired)
            // One that the database's clock has not reached is tried again.
            let open = due.filter { slot in !fired.contains(slot) && slot.last <= now }
            if !open.isEmpty { self.process([.shared(.fire(open))]) }
        } catch {
            self.fail([], because: error)
        }
    }

    /// Another host has what a batch was about: memory is read anew, and the batch decided again, once.
    func decideAgain(_ events: [HubEvent]) -> Bool {
        do { try self.reread() } catch {
            self.fail(events, because: error)
            return false
        }
        let again = events.filter { !self.isDone($0) }
        return self.process([.catalog(self.book.startable)] + again + [.tick], isSecond: true)
    }

    /// What is not to be decided again: slots, which are looked up before they are tried, and requests that another host has taken.
    private func isDone(_ event: HubEvent) -> Bool {
        switch event {
        case .shared: return true
        case .trigger(let request, let token):
            guard let key = request.key, let token else { return false }
            let since = Moment(milliseconds: self.clock.now().milliseconds - Self.keyAge.milliseconds)
            guard let run = try? self.store.run(flow: request.flow.flow.key, key: key, since: since) else { return false }
            self.waiters.removeValue(forKey: token)?.resume(returning: .accepted(run))
            return true
        default: return false
        }
    }

    /// Makes memory what the store holds.
    func reread() throws {
        let (host, runs) = try self.store.open()
        let agents = try self.agents?.rows() ?? []
        // Who is linked is not known to the new state: they link anew.
        self.agents?.hangUp()
        self.state = HubState(settings: self.state.settings, host: host, runs: runs, shared: self.state.shared, agents: agents)
        self.watch.ask()
    }

    /// Others have taken over what this host had: nothing of it may go on here.
    func giveUpTasks() {
        let orders = self.state.recover().compactMap { effect -> OrderID? in
            switch effect {
            case .start(let order): order.id
            case .stop(let order): order
            default: nil
            }
        }
        self.logger.error(
            "This host could not reach the database for so long that others have taken over its runs; its tasks are stopped",
            metadata: ["tasks": "\(orders.count)"])
        for order in orders { self.agent.stop(order) }
    }
}
