internal import CSpawn
internal import Glibc
internal import Logging
internal import Synchronization

/// The thread that reads what a keeper tells, and that puts another in its place when it dies.
final class KeeperReader {
    private static let patience = Duration.seconds(5)
    private static let lull = Duration.seconds(1)
    /// Of one that is to stop tasks and was told to go on.
    private static let mostPatience = Duration.seconds(60)

    private let client: KeeperClient
    private let heard: KeeperClient.Heard
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private var frames = WireFrames()
    private var heardAt = ContinuousClock.now
    private var isSaidToBeSilent = false
    /// When it was told to go on.
    private var rousedAt: SuspendingClock.Instant?
    private var failures = 0

    init(_ client: KeeperClient, heard: @escaping KeeperClient.Heard) {
        self.client = client
        self.heard = heard
    }

    deinit { self.buffer.deallocate() }

    /// Until the client has left.
    func run() {
        while true {
            let (socket, isLeft, hasUnsent, waits) = self.client.state.withLock { state in
                (state.socket, state.isLeft, !state.unsent.isEmpty, !state.unanswered.isEmpty || !state.isReady)
            }
            if isLeft { break }
            if socket < 0 {
                self.replace()
                continue
            }
            // What can wait goes with the next message, or in the first lull after the last.
            let isLull = ContinuousClock.now - self.heardAt < Self.lull * 2
            var watched = [
                pollfd(fd: socket, events: Int16(POLLIN), revents: 0), pollfd(fd: self.client.alarm, events: Int16(POLLIN), revents: 0),
            ]
            var timeout: Int32 = waits || isLull ? 1000 : 5000
            var ready = poll(&watched, 2, hasUnsent ? 0 : timeout)
            if ready == 0, hasUnsent {
                // The socket is full, if what is left cannot be sent now.
                let isSent = self.client.state.withLock { KeeperClient.flush(&$0) }
                if !isSent { watched[0].events |= Int16(POLLOUT) }
                timeout = isSent ? timeout : 1000
                ready = poll(&watched, 2, timeout)
            }
            if watched[1].revents != 0 {
                var value: eventfd_t = 0
                eventfd_read(self.client.alarm, &value)
            }
            if watched[0].revents & ~Int16(POLLOUT) != 0, !self.receive(socket) { self.lose(socket) }
            self.lookForSilence()
        }
        self.finish()
    }

    // MARK: what is told

    private func receive(_ socket: Int32) -> Bool {
        let count = recv(socket, self.buffer.baseAddress, self.buffer.count, Int32(MSG_DONTWAIT))
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        if count == 0 { return false }
        self.heardAt = .now
        self.failures = 0
        self.frames.add(UnsafeRawBufferPointer(rebasing: self.buffer[..<count]))
        do throws(WireFrames.Garbage) {
            while let frame = try self.frames.next() { self.take(KeeperMessage(kind: frame.kind, frame.fields)) }
        } catch {
            self.client.logger.error("The keeper sends what is no message, and is given up", metadata: ["got": "\(error.description)"])
            return false
        }
        return true
    }

    private func take(_ message: KeeperMessage) {
        switch message {
        case .hello(_, _, let process): self.client.state.withLock { $0.process = Int32(truncatingIfNeeded: process) }
        case .holds(let id):
            let claim = self.client.state.withLock { state in
                state.unanswered.removeValue(forKey: id)
                state.stops.remove(id)
                if !state.isReady { state.held[id] = .some(nil) }
                return state.claims.removeValue(forKey: id)
            }
            claim?.resume(returning: nil)
        case .started(let id, _, _): self.client.state.withLock { _ = $0.unanswered.removeValue(forKey: id) }
        case .ready:
            let waiters = self.client.state.withLock { state in
                state.isReady = true
                state.unanswered.removeValue(forKey: KeeperClient.greeting)
                defer { state.waitsForReady = [] }
                return state.waitsForReady
            }
            for waiter in waiters { waiter.resume() }
        case .ended(let id, let result):
            let (waiter, claim) = self.client.state.withLock { state in
                state.unanswered.removeValue(forKey: id)
                state.stops.remove(id)
                if !state.isReady || state.held[id] != nil { state.held[id] = result }
                return (state.waiters.removeValue(forKey: id), state.claims.removeValue(forKey: id))
            }
            waiter?.resume(returning: result)
            claim?.resume(returning: result)
        case .held(let id, let why): self.heard(.held(id, why))
        case .goesOn(let id): self.heard(.goesOn(id))
        case .refused(let why):
            self.client.logger.error("The keeper does not serve this host", metadata: ["reason": "\(why)"])
        case .unknown: break
        }
    }

    private func lookForSilence() {
        let (process, oldest, isToStop) = self.client.state.withLock { ($0.process, $0.unanswered.values.min(), !$0.stops.isEmpty) }
        let isSilent =
            oldest.map { ContinuousClock.now - $0 > Self.patience && ContinuousClock.now - self.heardAt > Self.patience } ?? false
        if isSilent, isToStop { self.rouse(process) } else { self.rousedAt = nil }
        guard isSilent != self.isSaidToBeSilent else { return }
        self.isSaidToBeSilent = isSilent
        self.heard(isSilent ? .silent(process: process) : .answers)
        if isSilent {
            self.client.logger.warning(
                "The keeper does not answer, so tasks do not start; if it was stopped (SIGSTOP), let it go on with kill -CONT",
                metadata: ["process": "\(process)"])
        } else {
            self.client.logger.notice("The keeper answers again", metadata: ["process": "\(process)"])
        }
    }

    /// A cancel must come to an end, so one that is to stop tasks and stands still is told to go on, and ended when that is in vain.
    private func rouse(_ process: Int32) {
        guard process > 0 else { return }
        guard let rousedAt else {
            self.rousedAt = .now
            self.client.logger.warning(
                "The keeper is to stop tasks and does not answer: it is told to go on (SIGCONT)", metadata: ["process": "\(process)"])
            kill(process, SIGCONT)
            return
        }
        guard SuspendingClock.now - rousedAt > Self.mostPatience else { return }
        self.rousedAt = .now
        self.client.logger.error(
            "The keeper is to stop tasks and has not answered for a minute: it is killed, and its tasks are lost",
            metadata: ["process": "\(process)"])
        kill(process, SIGKILL)
    }

    // MARK: its end

    /// The keeper is gone, and with it all it had.
    private func lose(_ socket: Int32) {
        let next = KeeperClient.newInstance()
        close(socket)
        self.frames = WireFrames()
        // What was said of its silence was said of that one.
        (self.isSaidToBeSilent, self.rousedAt) = (false, nil)
        self.failures += 1
        let (process, waiters, claims, readers, isLeft) = self.client.state.withLock { state in
            defer {
                let (isOpen, isLeft, lease) = (state.isOpen, state.isLeft, state.lease)
                state = KeeperClient.State(instance: next)
                (state.isOpen, state.isLeft, state.lease) = (isOpen, isLeft, lease)
            }
            return (state.process, state.waiters, state.claims, state.waitsForReady, state.isLeft)
        }
        if !isLeft {
            self.client.logger.error(
                "The keeper has ended; its tasks are lost, and another takes its place", metadata: ["process": "\(process)"])
            self.heard(.changed(instance: next))
        }
        for reader in readers { reader.resume() }
        let text = "the keeper, process \(process), ended while it ran"
        let result = isLeft ? .left : KeeperResult(.lost, text: text)
        for waiter in waiters.values { waiter.resume(returning: result) }
        for claim in claims.values { claim.resume(returning: result) }
    }

    /// Starts a keeper. One that ends at once is not started again at once.
    private func replace() {
        if self.failures > 1 {
            let pause = min(30_000, 100 << min(self.failures, 12))
            var alarm = pollfd(fd: self.client.alarm, events: Int16(POLLIN), revents: 0)
            _ = poll(&alarm, 1, Int32(pause))
            var value: eventfd_t = 0
            eventfd_read(self.client.alarm, &value)
            if self.client.state.withLock({ $0.isLeft }) { return }
        }
        do throws(KeeperProblem) {
            let (socket, process) = try KeeperStart.start(self.client.instance, home: self.client.home) { [client] in client.ended.wake() }
            let isSent = self.client.state.withLock { state in
                state.socket = socket
                state.process = process
                let lease = state.lease.map { HubMessage.lease(until: $0).frame } ?? []
                state.unsent = HubMessage.hello(.own).frame + lease + state.unsent
                state.refusal = nil
                return KeeperClient.flush(&state)
            }
            if !isSent { eventfd_write(self.client.alarm, 1) }
        } catch {
            self.failures = max(2, self.failures + 1)
            self.client.logger.error("\(error)")
            let (waiters, claims) = self.client.state.withLock { state in
                state.refusal = error.description
                defer { (state.waiters, state.claims) = ([:], [:]) }
                return (state.waiters, state.claims)
            }
            for waiter in waiters.values { waiter.resume(returning: KeeperResult(.failed, text: error.description)) }
            for claim in claims.values { claim.resume(returning: KeeperResult(.failed, text: error.description)) }
        }
    }

    private func finish() {
        let (socket, waiters, claims, readers) = self.client.state.withLock { state in
            if state.socket >= 0 { _ = KeeperClient.flush(&state) }
            defer { (state.socket, state.waiters, state.claims, state.waitsForReady) = (-1, [:], [:], []) }
            return (state.socket, state.waiters, state.claims, state.waitsForReady)
        }
        // A keeper on a thread says itself when it has ended.
        if socket >= 0 { close(socket) } else { self.client.ended.wake() }
        for waiter in waiters.values { waiter.resume(returning: .left) }
        for claim in claims.values { claim.resume(returning: .left) }
        for reader in readers { reader.resume() }
    }
}
