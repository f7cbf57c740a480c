import FloeCore
import FloeHub
import FloeSystem
import Logging

/// Passes on what the keeper tells beside the ends of orders: to the hub, to whoever asks why a run is where it is, to the log.
struct KeeperReports: Sendable {
    let inbox: Inbox
    let broadcast: Broadcast
    let obstacles: Obstacles
    let logger: Logger

    /// - Parameter flow: Of the order, where it is known.
    func take(_ news: KeeperNews, flow: String?) {
        let now = HubClock.system.now()
        switch news {
        case .changed(let instance):
            self.obstacles.keeperAnswers(isNew: true)
            self.inbox.post(.keeper(instance))
        case .silent(let process): self.obstacles.keeperIsSilent(process, at: now)
        case .answers: self.obstacles.keeperAnswers(isNew: false)
        case .held(let id, let why):
            guard let order = OrderID(id) else { return }
            self.obstacles.hold(order, why: why, at: now)
            self.logger.warning(
                "The output of a task cannot be stored, and it is held up until it can: \(why)", metadata: ["task": "\(order)"])
            self.announce(order, flow, at: now)
        case .goesOn(let id):
            guard let order = OrderID(id) else { return }
            self.obstacles.release(order)
            self.logger.notice("A task that was held up goes on", metadata: ["task": "\(order)"])
            self.announce(order, flow, at: now)
        }
    }

    /// An order of an agent is held up, for the reason given, or goes on.
    func takeHeldUp(_ order: OrderID, flow: String, _ why: String?) {
        let now = HubClock.system.now()
        if let why {
            self.obstacles.hold(order, why: why, at: now)
            self.logger.warning(
                "The output of a task on an agent cannot be stored, and it is held up until it can: \(why)", metadata: ["task": "\(order)"])
        } else {
            self.obstacles.release(order)
        }
        self.announce(order, flow, at: now)
    }

    /// Whoever shows the run looks at it again.
    private func announce(_ order: OrderID, _ flow: String?, at now: Moment) {
        guard let flow else { return }
        self.broadcast.publish([
            Announcement(
                run: order.run, flow: flow, tag: "sys.node.update", node: order.node, pass: order.pass,
                values: ["attempt": .int(Int64(order.attempt))], at: now)
        ])
    }
}
