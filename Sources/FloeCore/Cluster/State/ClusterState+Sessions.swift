extension ClusterState {
    /// Counts the start, and takes the file's list.
    mutating func start(bootID: String, _ list: HostList) {
        self.started = true
        self.put {
            $0.incarnation.boot += 1
            $0.incarnation.bootID = bootID
        }
        if list != self.rows.me.fileList { self.enter(self.withoutForgotten(list), fileList: list) }
        // A new store whose file leaves this host out.
        if let address = self.rows.me.address, !self.rows.me.list.hosts.contains(address), !self.rows.me.retired {
            self.put { $0.retired = true }
        }
        self.healAt = self.now + self.settings.times.heal
        self.lookAtAll()
        self.sendReleases()
        self.tryJoin()
        self.dialAll()
    }

    /// What this host says of itself.
    private var hello: Hello {
        Hello(
            name: self.name, incarnation: self.rows.me.incarnation, version: self.settings.version, address: self.rows.me.address,
            list: self.rows.me.list, joined: self.joined, retired: self.rows.me.retired, left: self.hasLeft,
            forgotten: self.rows.forgotten.sorted(),
            tags: self.settings.hostTags.sorted(), clock: self.now)
    }

    // MARK: dialling

    /// Asks for connections to whoever has none and is to be dialled from here: the lower name dials, and anybody an unknown one.
    mutating func dialAll() {
        guard self.trouble == nil, !self.closing else { return }
        var wanted = Set(self.rows.me.list.hosts)
        for peer in self.rows.peers.values where peer.member && !peer.left && !self.isForgotten(peer) {
            if let address = peer.address { wanted.insert(address) }
        }
        for address in wanted.sorted() where address != self.rows.me.address {
            if let peer = self.peer(at: address) {
                // The higher name only asks to be dialled, and stops when that has led to a session.
                guard self.sessions[peer] == nil, !self.isForgotten(self.rows.peers[peer]!) else { continue }
            }
            var dial = self.dials[address] ?? Dial(next: self.now)
            guard !dial.busy, dial.session == nil, dial.next <= self.now else { continue }
            dial.busy = true
            dial.since = self.now
            self.dials[address] = dial
            self.effects.append(.dial(address))
        }
        self.dials = self.dials.filter { wanted.contains($0.key) || $0.value.busy || $0.value.session != nil }
    }

    mutating func dialled(_ address: String, _ session: SessionID) {
        guard self.started, self.trouble == nil, !self.closing else {
            self.dialLater(address)
            return self.effects.append(.close(session))
        }
        if let peer = self.peer(at: address), self.sessions[peer] != nil {
            // It was quicker.
            self.dials[address] = nil
            return self.effects.append(.close(session))
        }
        self.dials[address, default: Dial(next: self.now)].busy = false
        self.dials[address]!.session = session
        self.dialTroubles[address] = nil
        self.dials[address]!.since = self.now
        self.effects.append(.greet(session, .hello(self.hello)))
    }

    mutating func dialFailed(_ address: String, _ why: String) {
        self.dialTroubles[address] = why.isEmpty ? nil : why
        self.dialLater(address)
    }

    private mutating func dialLater(_ address: String) {
        var dial = self.dials[address] ?? Dial(next: self.now)
        dial.busy = false
        dial.session = nil
        dial.tries = min(dial.tries + 1, 6)
        let pause = min(self.settings.times.maxDial.milliseconds, self.settings.times.dial.milliseconds << (dial.tries - 1))
        dial.next = self.now + Span(milliseconds: pause)
        self.dials[address] = dial
    }

    /// Gives up dials that have said hello with what no longer holds.
    mutating func hangUp() {
        for address in self.dials.keys.sorted() {
            guard let session = self.dials[address]?.session, self.names[session] == nil else { continue }
            self.effects.append(.close(session))
            self.dialLater(address)
        }
    }

    /// Gives up dials that nobody answers.
    private mutating func hangUpSilent() {
        for (address, dial) in self.dials.sorted(by: { $0.key < $1.key }) where dial.since + self.settings.times.silence <= self.now {
            guard dial.busy || dial.session.map({ self.names[$0] == nil }) ?? false else { continue }
            if let session = dial.session { self.effects.append(.close(session)) }
            self.dialLater(address)
        }
    }

    // MARK: greetings

    mutating func greeted(_ session: SessionID, _ greeting: Greeting) {
        guard self.started, !self.closing else { return self.effects.append(.close(session)) }
        let address = self.dials.first { $0.value.session == session }?.key
        switch greeting {
        case .hello(let hello):
            if let refusal = self.judge(hello, incoming: true) {
                self.effects += [.greet(session, .refused(refusal)), .close(session)]
                self.noteRefused(hello, refusal, at: hello.address)
            } else {
                self.welcomeBack(hello)
                self.admit(hello, session, at: hello.address)
                self.effects.append(.greet(session, .welcome(self.hello)))
                self.opened(hello.name)
            }
        case .welcome(let hello):
            // Only an answer to a dial that still stands.
            guard let address else { return self.effects.append(.close(session)) }
            if let refusal = self.judge(hello, incoming: false) {
                self.effects += [.greet(session, .refused(refusal)), .close(session)]
                self.dialLater(address)
                self.noteRefused(hello, refusal, at: address)
            } else if self.welcomeBack(hello) {
                // What this side said of its list no longer holds.
                self.effects.append(.close(session))
                self.dialLater(address)
            } else {
                self.dials[address]!.tries = 0
                self.admit(hello, session, at: address)
                self.opened(hello.name)
            }
        case .refused(let refusal):
            let peer = self.names[session]
            // Of a dial that was given up, or before a restore, it says nothing any more.
            guard peer != nil || address != nil else { return }
            if let peer { self.end(peer) }
            self.effects.append(.close(session))
            if let address { self.dialLater(address) }
            self.wasRefused(refusal, by: peer ?? address.flatMap(self.peer(at:)) ?? address, at: address)
        }
    }

    /// Why not to talk to a host; nil when nothing is against it.
    private func judge(_ hello: Hello, incoming: Bool) -> Refusal? {
        let mine = self.rows.me.incarnation
        if hello.incarnation == mine { return .yourself }
        if hello.incarnation.store == mine.store { return .clone(start: mine.boot) }
        if hello.name == self.name { return .nameTaken(hello.name) }
        if hello.protocolVersion != Hello.protocolVersion {
            return .protocolVersion(Hello.protocolVersion, theirs: hello.protocolVersion)
        }
        if self.rows.forgotten.contains(ForgottenStore(name: hello.name, store: hello.incarnation.store)) { return .forgotten(hello.name) }
        if let peer = self.rows.peers[hello.name], let seen = peer.incarnation {
            if seen.store == hello.incarnation.store {
                if hello.incarnation.boot < seen.boot { return .older(start: hello.incarnation.boot, seen: seen.boot) }
                if hello.incarnation.boot == seen.boot, hello.incarnation.bootID != seen.bootID { return .clone(start: seen.boot) }
            } else {
                if peer.former.contains(hello.incarnation.store) { return .older(start: hello.incarnation.boot, seen: seen.boot) }
                // Two hosts of one name at once are not one whose disk was changed.
                if let session = self.sessions[hello.name], session.hello.incarnation.store == seen.store { return .nameTaken(hello.name) }
            }
        }
        if self.trouble != nil { return .inTrouble(self.name) }
        // One side dials, or two sessions would replace each other for ever.
        if incoming, self.name < hello.name, self.rows.peers[hello.name].map(self.isForgotten) != true,
            let address = hello.address ?? self.rows.peers[hello.name]?.address,
            self.rows.me.list.hosts.contains(address)
        {
            return .dialledBack
        }
        return nil
    }

    private mutating func noteRefused(_ hello: Hello, _ refusal: Refusal, at address: String?) {
        switch refusal {
        case .yourself: break
        case .dialledBack:
            // It had no session when it asked: when nothing comes over the one believed in, it is gone.
            if let session = self.sessions[hello.name] {
                guard session.heardAt + self.settings.times.hush <= self.now else { return }
                self.end(hello.name)
            }
            guard let address = hello.address ?? self.rows.peers[hello.name]?.address else { return }
            if self.dials[address]?.busy != true, self.dials[address]?.session == nil { self.dials[address] = Dial(next: self.now) }
            self.dialAll()
        default:
            self.refusals[hello.name] = refusal
            // One that was never admitted is shown by its address.
            if let address, self.rows.me.list.hosts.contains(address) { self.refusals[address] = refusal }
        }
    }

    private mutating func wasRefused(_ refusal: Refusal, by peer: String?, at address: String?) {
        switch refusal {
        case .yourself:
            guard let address, self.rows.me.address != address else { return }
            let isMember = self.rows.me.list.hosts.contains(address)
            self.put {
                $0.address = address
                if isMember { $0.retired = false }
            }
            self.dials[address] = nil
            if isMember, !self.joined { for peer in self.sessions.keys.sorted() { self.send(peer, .call(self.rows.me.list)) } }
            self.tryJoin()
        case .dialledBack: break
        case .forgotten: self.wasForgotten()
        case .older, .clone:
            self.trouble = refusal
            for peer in self.sessions.keys.sorted() { self.end(peer) }
        case .nameTaken, .protocolVersion, .inTrouble: if let peer { self.refusals[peer] = refusal }
        }
    }

    /// A host that was given up is back with another store, and so its address is in the list again. True when that changed the list.
    @discardableResult
    private mutating func welcomeBack(_ hello: Hello) -> Bool {
        guard var row = self.rows.peers[hello.name], self.isForgotten(row), let old = row.incarnation else { return false }
        row.isReused = true
        row.former = Array((row.former + [old.store]).suffix(PeerRow.maxFormer))
        row.incarnation = hello.incarnation
        self.put(row)
        self.healAt = self.now
        return self.followForgotten()
    }

    /// Stores what a hello says, and replaces the session there was.
    private mutating func admit(_ hello: Hello, _ session: SessionID, at address: String?) {
        self.end(hello.name)
        var row = self.rows.peers[hello.name] ?? PeerRow(name: hello.name)
        if let old = row.incarnation, old.store != hello.incarnation.store {
            row.isReused = true
            row.former = Array((row.former + [old.store]).suffix(PeerRow.maxFormer))
            self.healAt = self.now
        }
        row.incarnation = hello.incarnation
        if let address { row.address = address }
        if let known = row.address, self.rows.me.list.hosts.contains(known) { row.member = true }
        row.left = hello.left
        self.put(row)
        self.refusals[hello.name] = nil
        if let address { self.refusals[address] = nil }
        self.unlike[hello.name] = nil
        self.names[session] = hello.name
        var beat = Beat()
        beat.joined = hello.joined
        beat.retired = hello.retired
        beat.left = hello.left
        beat.address = hello.address
        self.sessions[hello.name] = Session(
            id: session, hello: hello, heardAt: self.now, beat: beat, ahead: hello.clock - self.now)
    }

    // MARK: a session's life

    /// Says again what is open with a host.
    private mutating func opened(_ peer: String) {
        guard let hello = self.sessions[peer]?.hello else { return }
        for store in hello.forgotten where !self.rows.forgotten.contains(store) { self.heardForgotten(store) }
        guard self.sessions[peer] != nil else { return }
        for store in self.rows.forgotten.sorted() where !hello.forgotten.contains(store) { self.send(peer, .forget(store)) }
        for row in self.rows.adopted.values.filter({ $0.to == peer }).sorted(by: { $0.claim.round < $1.claim.round }) {
            if row.store != hello.incarnation.store {
                self.lose(row, "\(peer) came back with a new store")
            } else if !row.taken {
                self.sendOffer(row)
            } else if let stop = row.stop {
                self.send(peer, .cancel(row.claim.round, stop))
            }
        }
        for (round, row) in self.rows.executed.sorted(by: { $0.key < $1.key }) where row.from.contains(peer) {
            if case .archived(let end) = row.state { self.send(peer, .ended(round, end)) }
        }
        if !self.joined, !self.rows.me.retired { self.send(peer, .call(self.rows.me.list)) }
        self.sendReleases(to: peer)
        self.overlapAgain(with: peer)
        self.sendBeat(to: peer)
        self.lookAtAll()
        self.tryJoin()
    }

    mutating func closed(_ session: SessionID) {
        if let address = self.dials.first(where: { $0.value.session == session })?.key { self.dialLater(address) }
        if let peer = self.names.removeValue(forKey: session), self.sessions[peer]?.id == session { self.end(peer) }
        self.dialAll()
    }

    /// Forgets what was asked, offered or told in the session with a host, and what it asked for.
    mutating func end(_ peer: String) {
        guard let session = self.sessions.removeValue(forKey: peer) else { return }
        self.lastSeen[peer] = session.heardAt
        self.names[session.id] = nil
        if let address = self.dials.first(where: { $0.value.session == session.id })?.key { self.dialLater(address) }
        self.effects.append(.close(session.id))
        for round in self.pends.keys {
            self.pends[round]!.asked = self.pends[round]!.asked.filter { $0.value != peer }
            self.pends[round]!.heard = self.pends[round]!.heard.filter { $0.value != peer }
            self.pends[round]!.queued = self.pends[round]!.queued.filter { self.pends[round]!.asked[$0.key] != nil }
            self.pends[round]!.refused[peer] = nil
            self.lookAt(round)
        }
        for round in self.turnedDown.keys { self.turnedDown[round]![peer] = nil }
        for tag in self.queues.keys {
            self.queues[tag]!.removeAll { $0.from == peer }
            if self.queues[tag]!.isEmpty { self.queues[tag] = nil }
        }
        if !self.joined { self.answered.remove(peer) }
        if self.heal != nil {
            self.heal = nil
            self.healAt = self.now + self.settings.times.heal
        }
    }

    /// Before the end of the process. Sessions end, so that nothing more is offered here; what runs may still come to its end.
    mutating func close() {
        self.closing = true
        for peer in self.sessions.keys.sorted() { self.end(peer) }
        self.hangUp()
    }

    /// What only time does: nothing of it decides who holds a tag or where a run is.
    mutating func tick() {
        guard self.started else { return }
        for (peer, session) in self.sessions.sorted(by: { $0.key < $1.key }) where session.heardAt + self.settings.times.silence <= self.now
        {
            self.end(peer)
        }
        self.hangUpSilent()
        while let wake = self.wakes.first, wake.at <= self.now {
            _ = self.wakes.popFirst()
            if self.pends[wake.round]?.wake == wake.at { self.lookAt(wake.round) }
        }
        if let at = self.healAt, at <= self.now { self.beginHeal() }
        self.dialAll()
    }

    /// When a `tick` is due.
    public var nextWake: Moment? {
        guard self.started else { return nil }
        var next = self.beatAt + self.settings.times.beat
        if let at = self.wakes.first?.at { next = min(next, at) }
        return next
    }
}
