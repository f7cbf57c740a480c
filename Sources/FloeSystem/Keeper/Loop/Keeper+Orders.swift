internal import Glibc

extension Keeper {
    func take(_ message: HubMessage, from link: HubLink) {
        guard link.isGreeted else {
            if case .hello(let version) = message {
                self.greet(link, version)
            } else {
                self.refuse(link, "its first message is no greeting")
            }
            return
        }
        switch message {
        case .hello, .unknown: break
        case .start(let plan): self.start(plan)
        case .claim(let id, let mark): self.claim(id, mark: mark)
        case .stop(let id):
            if let order = self.orders[id] {
                self.stop(order)
                // Its end is told when nothing of it is left, which takes its grace.
                if !order.hasEnded { self.tell(.holds(order.id)) }
            } else {
                // Remembered, so that a start that comes late does nothing.
                let order = KeptOrder(id: id, plan: nil, state: .ended(KeeperResult(.stopped)))
                self.orders[id] = order
                self.tellState(of: order)
            }
        case .forget(let id):
            Failpoint.keeperForget.pass()
            guard let order = self.orders[id] else { return }
            switch order.state {
            case .ended, .claimed: self.orders.removeValue(forKey: id)
            case .waiting, .running: break
            }
        case .runEnded(let run, let mark): self.sweep(run, mark: mark)
        case .live(let runs): self.sweep(allBut: Set(runs))
        case .lease(let until): self.lease.extend(to: until)
        }
    }

    private func greet(_ link: HubLink, _ version: KeeperVersion) {
        guard KeeperVersion.own.understands(version) else {
            return self.refuse(
                link, "it speaks version \(version.newest) of the protocol, and this keeper \(KeeperVersion.own.newest)")
        }
        link.isGreeted = true
        self.serve(link)
        self.tell(.hello(.own, instance: self.settings.instance, process: Int64(getpid())))
        for order in self.orders.values { self.tellState(of: order) }
        self.tell(.ready)
    }

    private func refuse(_ link: HubLink, _ why: String) {
        self.complain("a hub is refused: \(why)")
        link.tell(.refused(why))
        _ = link.flush()
        link.isOpen = false
        shutdown(link.socket, Int32(SHUT_RDWR))
    }

    private func tellState(of order: KeptOrder) {
        switch order.state {
        case .ended(let result): self.tell(.ended(order.id, result))
        case .waiting, .running, .claimed:
            self.tell(.holds(order.id))
            self.tellHeld(order)
        }
    }

    private func start(_ plan: KeeperPlan) {
        if let order = self.orders[plan.id] { return self.tellState(of: order) }
        let order = KeptOrder(id: plan.id, plan: plan, state: .waiting)
        self.orders[plan.id] = order
        if self.isEnding { return self.end(order, KeeperResult(.lost, text: "the keeper was told to end")) }
        if plan.isLeased, self.lease.isOver(at: self.now) { return self.end(order, KeeperResult(.lost, text: KeeperLease.tooLate)) }
        // What the round before left is being ended, and is known by the run alone.
        if self.isBehindSweeps(order) { self.behindSweeps.append(order) } else { self.starting.append(order) }
    }

    /// Whether what the order starts would be taken for what is being ended.
    private func isBehindSweeps(_ order: KeptOrder) -> Bool {
        self.sweeps.contains { sweep in
            if let plan = order.plan { return sweep.run == plan.run }
            return !sweep.remains.mark.isEmpty && order.mark.utf8.starts(with: sweep.remains.mark)
        }
    }

    /// A sweep is done: orders that wait for no other go on.
    func goOnBehindSweeps() {
        let waiting = self.behindSweeps
        self.behindSweeps = []
        for order in waiting {
            if self.isBehindSweeps(order) {
                self.behindSweeps.append(order)
            } else if order.isClaimed {
                if self.orders[order.id] === order, order.remains == nil { self.tellState(of: order) }
            } else {
                self.starting.append(order)
            }
        }
    }

    private func claim(_ id: String, mark: String) {
        let order = self.orders[id] ?? KeptOrder(id: id, plan: nil, mark: mark, state: .claimed)
        self.orders[id] = order
        // The hub begins when it is told that the order is known.
        if self.isBehindSweeps(order), !self.isEnding { self.behindSweeps.append(order) } else { self.tellState(of: order) }
    }

    /// The hub that carried it out is gone: what it had started ends, and then the order is lost.
    func lose(_ order: KeptOrder) {
        guard order.isClaimed, order.remains == nil else { return }
        order.remains = Remains(sessions: [], mark: order.mark, grace: 1000, at: self.now)
        self.arm(order)
    }

    /// Looks at what a hub that is gone had started.
    func lookAtLost(_ order: KeptOrder, _ scan: inout ProcessScan) {
        guard order.remains?.look(&scan, at: self.now) == true else { return }
        order.remains = nil
        order.state = .ended(KeeperResult(.lost, text: "the host was started anew while it ran"))
        self.tellState(of: order)
    }

    func stop(_ order: KeptOrder) {
        switch order.state {
        case .waiting: self.end(order, KeeperResult(.stopped))
        case .running:
            order.stopping = true
            self.endStep(of: order, .stopped)
        case .claimed: break
        case .ended: self.tellState(of: order)
        }
    }

    /// The order has come to its end; it is held until a hub says that it knows.
    func end(_ order: KeptOrder, _ result: KeeperResult) {
        var result = result
        Failpoint.keeperEnd.pass()
        if self.isEnding, self.hub != nil, result.end == .stopped {
            result = KeeperResult(.lost, role: result.role, text: "the keeper of the host was told to end")
        }
        result.secrets = order.plan?.secrets ?? []
        order.state = .ended(result)
        order.remains = nil
        self.giveBack(order.group, of: order.plan?.run)
        order.group = nil
        self.tell(.ended(order.id, result))
        guard let log = order.log else { return }
        log.closeWriteEnd()
        _ = log.pump(self.buffer, limit: 2 << 20, at: self.now)
        log.end(at: self.now)
        // What lives on in the background may go on writing, and what is written may have to wait for room.
        self.openLogs += 1
        self.holdIfFull(order)
        if log.readEnd < 0, let key = order.logKey { self.watches.removeValue(forKey: key) }
        self.closeLogIfDone(order)
    }

    /// Ends everything: what is told of it may not reach anybody.
    func endAll() {
        self.isEnding = true
        for order in self.orders.values {
            if order.hasEnded { continue }
            self.stop(order)
        }
        for run in Set(self.background.keys).union(self.backgroundGroups.keys) { self.sweep(run, mark: "") }
    }
}
