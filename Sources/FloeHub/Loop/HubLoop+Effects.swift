internal import FloeCore

extension HubLoop {
    /// Does what was decided, in order. What is told to all is told at the end, in one go.
    func perform(_ effects: [HubEffect]) {
        var announcements: [Announcement] = []
        for effect in effects {
            switch effect {
            case .start(let order): self.agent.start(order)
            case .stop(let order): self.agent.stop(order)
            case .forget(let order): self.agent.forget(order)
            case .ended(let run): self.agent.runEnded(run)
            case .load(let run): self.load(run)
            case .reply(let token, let reply): self.waiters.removeValue(forKey: token)?.resume(returning: reply)
            case .announce(let announcement): announcements.append(announcement)
            }
        }
        self.broadcast.publish(announcements)
    }

    func perform(_ reads: [InboxItem.Read]) {
        for read in reads {
            if let outage, !outage.stateIsStored {
                read.refuse(.cannotStore(outage.detail))
            } else {
                read.perform(self.state, self.timers)
            }
        }
    }
}
