internal import FloeCore
internal import Logging

/// When the store cannot be written, the hub does as after a crash: what was decided never happened, and memory is read anew from
/// the store. Requests are refused, what has happened meanwhile is kept, and an attempt every few seconds finds out by itself when
/// the store works again.
extension HubLoop {
    /// A commit failed. Nobody has seen anything of its batch yet, so it can be taken back whole.
    func fail(_ events: [HubEvent], because error: any Error) {
        let isFenced = (error as? SharedConflict) == .fenced
        if isFenced { self.giveUpTasks() }
        let detail = isFenced ? Self.wasTakenOver : String(describing: error)
        var outage = self.outage ?? StoreOutage(since: self.clock.now(), detail: detail)
        if self.outage == nil {
            self.logger.error("The run store cannot be written; new work is refused until it can", metadata: ["error": "\(detail)"])
        }
        outage.stateIsStored = false
        outage.isFenced = outage.isFenced || isFenced
        outage.detail = detail
        self.outage = outage
        self.monitor.health = .failing(since: outage.since, detail: detail)
        self.reopen()
        for event in events { self.keepOrRefuse(event) }
    }

    /// While the store fails: turns requests away, keeps news, and tries again when it is time.
    func sitOut() {
        guard let detail = self.outage?.detail else { return }
        for item in self.backlog.takeAll() {
            switch item {
            case .event(let event): self.keepOrRefuse(event)
            case .read(let read): self.perform([read])
            case .request(.cancel(let run, let by, _), _, let waiter): waiter.resume(throwing: self.stopUnstored(run, by: by, detail))
            case .request, .trigger, .retry, .keep: item.refuse(.cannotStore(detail))
            }
        }
        if self.outage?.isDue == true { self.tryAgain() }
    }

    /// The hub is to end: what is kept is stored now or will be told again after the next start.
    func lastAttempt() throws {
        if self.outage == nil { return }
        self.tryAgain()
        guard let outage else { return }
        throw HubRefusal(
            .store,
            detail:
                "The hub ended while its store could not be written: \(outage.detail). How tasks ended meanwhile is told again after the next start."
        )
    }

    private static let wasTakenOver =
        "this host could not reach the database for so long that others have taken over its runs; it begins anew"

    private func keepOrRefuse(_ event: HubEvent) {
        guard let detail = self.outage?.detail else { return }
        if let token = event.token {
            var refusal = HubRefusal.cannotStore(detail)
            if case .cancel(let run, let by, _) = event { refusal = self.stopUnstored(run, by: by, detail) }
            self.waiters.removeValue(forKey: token)?.resume(throwing: refusal)
            return
        }
        switch event {
        case .trigger(let request, _):
            self.logger.warning(
                "A run was not started since nothing can be stored",
                metadata: ["flow": "\(request.flow.flow.key)", "by": "\(request.cause.by)"])
        // Said anew when the store works again.
        case .catalog, .tick: break
        // Its connections are closed, and a time that comes now is missed.
        case .cluster, .timer, .shared, .agent: break
        case .closing: self.closing = true
        default: self.outage?.kept.append(event)
        }
    }

    /// Whoever cancels wants tasks to end, and to end one twice does no harm: they are stopped before it is stored that they are to be
    /// (docs/decisions/0016). The rest of the cancel follows when it can be stored; gives what the one who asked is told.
    private func stopUnstored(_ run: RunRef, by: String, _ detail: String) -> HubRefusal {
        guard self.outage?.stateIsStored == true, let orders = self.state.running(of: run) else { return .cannotStore(detail) }
        self.logger.warning(
            "A run is cancelled, which cannot be stored yet: its tasks are stopped",
            metadata: ["run": "\(run)", "tasks": "\(orders.count)", "by": "\(by)"])
        if self.outage?.cancelled.insert(run).inserted == true { self.outage?.kept.append(.cancel(run, by: by, nil)) }
        for order in orders { self.agent.stop(order) }
        return .cancelNotStored(run, stopped: orders.count, detail)
    }

    /// Makes memory what the store holds. Whether a failed commit reached the disk after all shows then too.
    private func reopen() {
        do {
            if self.outage?.isFenced == true {
                try self.shared?.store.reincarnate()
                self.outage?.isFenced = false
            }
            let (host, runs) = try self.store.open()
            self.cluster?.hangUp()
            self.agents?.hangUp()
            self.state = HubState(
                settings: self.state.settings, host: host, runs: runs, cluster: try self.reopenedCluster(),
                shared: self.state.shared, agents: try self.agents?.rows() ?? [])
            self.watch.ask()
            self.outage?.stateIsStored = true
        } catch {
            // Others were quicker, for the second time.
            if (error as? SharedConflict) == .fenced { self.outage?.isFenced = true }
            self.outage?.detail = String(describing: error)
        }
    }

    private func reopenedCluster() throws -> ClusterState? {
        guard let cluster, let old = self.state.cluster else { return nil }
        var settings = old.settings
        settings.spare = HubCluster.newStoreID()
        return ClusterState(settings: settings, rows: try cluster.store.clusterRows(of: old.rows.me))
    }

    private func tryAgain() {
        if self.outage?.stateIsStored == false { self.reopen() }
        guard let outage, outage.stateIsStored, self.probe() else {
            self.triedInVain()
            return
        }
        self.outage?.kept = []
        var events: [HubEvent] = [.catalog(self.book.startable)] + self.startOfCluster
        if self.closing { events.append(.closing) }
        guard self.process(events + outage.kept + [.tick]) else {
            self.triedInVain()
            return
        }
        self.cancelled = outage.cancelled.isEmpty ? nil : CancelledMeanwhile(runs: outage.cancelled)
        // Effects of a commit that reached the disk after all were never performed.
        self.perform(self.state.recover())
        self.agent.recovered(live: self.state.liveRefs)
    }

    /// A batch was stored. Said before anybody is told of it, so that who hears of it is not refused any more.
    func storeWorks() {
        if self.outage == nil { return }
        self.outage = nil
        self.monitor.health = .working
        self.logger.notice("The run store can be written again; new work is taken")
    }

    /// Writes the host's row as it is: the least that shows whether a commit succeeds.
    private func probe() -> Bool {
        var changes = Changes()
        changes.host = self.state.host
        do {
            try self.store.commit(changes)
            return true
        } catch {
            if (error as? SharedConflict) == .fenced { self.outage?.isFenced = true }
            self.outage?.detail = String(describing: error)
            self.outage?.stateIsStored = (error as? SharedConflict) == nil
            return false
        }
    }

    private func triedInVain() {
        guard var outage else { return }
        outage.triedInVain()
        self.outage = outage
        self.monitor.health = .failing(since: outage.since, detail: outage.detail)
    }
}
