internal import Glibc

/// Orders whose output the disk does not take: their pipes are not read until it does, and so nothing is lost.
extension Keeper {
    /// Between two looks whether there is room again.
    private static let pause: Int64 = 250
    /// What lasts no longer is not told.
    private static let patience: Int64 = 1000

    /// Reads no more of the order's output, if its log takes no more.
    func holdIfFull(_ order: KeptOrder) {
        guard let log = order.log, log.isHeld, order.heldSince == nil else { return }
        order.heldSince = self.now
        if let key = order.logKey, log.readEnd >= 0 { self.unwatch(log.readEnd, key: key) }
        order.logKey = nil
        self.held.append(order)
        self.nextTry = min(self.nextTry ?? .max, self.now + Self.pause)
    }

    /// Tries again to write what waits.
    func tryHeld() {
        self.nextTry = nil
        let held = self.held
        self.held = []
        for order in held where !self.goesOn(order) { self.held.append(order) }
        if !self.held.isEmpty { self.nextTry = self.now + Self.pause }
    }

    /// Whether the log of an order has taken all that waited: it is read on then.
    private func goesOn(_ order: KeptOrder) -> Bool {
        guard let log = order.log else { return true }
        log.retry()
        if !log.isHeld, log.readEnd >= 0 { order.logKey = self.watch(log.readEnd, .log(order)) }
        guard !log.isHeld, order.logKey != nil || log.readEnd < 0 else {
            if !order.isHeldTold, !order.hasEnded, self.now - (order.heldSince ?? self.now) >= Self.patience {
                order.isHeldTold = true
                self.tellHeld(order)
            }
            return false
        }
        order.heldSince = nil
        log.listen(from: self.now)
        if order.isHeldTold { self.tell(.goesOn(order.id)) }
        order.isHeldTold = false
        if order.hasEnded {
            self.closeLogIfDone(order)
        } else if let status = order.unfinished, order.remains == nil {
            // The last of it is in the pipe yet.
            order.unfinished = nil
            self.stepEnded(order, .exited(status))
        } else {
            self.arm(order)
        }
        return true
    }

    /// Also to a hub that has come anew.
    func tellHeld(_ order: KeptOrder) {
        guard order.isHeldTold, let log = order.log else { return }
        self.tell(.held(order.id, Self.words(log.problem)))
    }

    private static func words(_ code: Int32) -> String {
        switch code {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the quota of the user is used up"
        case EROFS: "the disk is read-only"
        default: SystemText.error(code)
        }
    }

    /// What is never written, since the keeper ends.
    func complainOfHeld() {
        for order in self.held {
            guard let log = order.log else { continue }
            log.retry()
            if log.isHeld {
                self.complain("the last output of \(order.id) is lost, \(log.waiting) bytes and more: \(Self.words(log.problem))")
            }
        }
    }
}
