internal import FloeCore
internal import FloeSystem

extension HubLoop {
    /// Does what was decided, in order. What is told to all is told at the end, in one go.
    func perform(_ effects: [HubEffect]) {
        var announcements: [Announcement] = []
        for effect in effects {
            effect.failpoint.pass()
            switch effect {
            case .start(let order): self.agent.start(order)
            case .stop(let order): self.agent.stop(order)
            case .forget(let order): self.agent.forget(order)
            case .ended(let run, let flow): self.agent.runEnded(run, flow: flow)
            case .load(let run): self.load(run)
            case .reply(let token, let reply): self.waiters.removeValue(forKey: token)?.resume(returning: reply)
            case .announce(let announcement): announcements.append(announcement)
            case .cluster(let effect): self.cluster?.perform(effect)
            case .agent(let effect): self.agents?.perform(effect)
            }
        }
        self.broadcast.publish(announcements)
        Failpoint.hubPerformed.pass()
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

extension HubEffect {
    /// Passed before it is performed.
    fileprivate var failpoint: Failpoint {
        switch self {
        case .start: .hubStart
        case .stop: .hubStop
        case .forget: .hubForget
        case .ended: .hubRunEnded
        case .load: .hubLoad
        case .reply: .hubReply
        case .announce: .hubAnnounce
        case .cluster, .agent: .hubPeer
        }
    }
}
