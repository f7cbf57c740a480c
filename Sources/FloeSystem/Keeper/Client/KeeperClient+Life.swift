internal import CSpawn
internal import Synchronization

extension KeeperClient {
    /// Begins to talk to the keeper, and starts one where there is none.
    ///
    /// - Parameter heard: Told what it tells beside the ends of orders.
    public func open(_ heard: @escaping Heard = { _ in }) {
        let isFirst = self.state.withLock { state in
            defer { state.isOpen = true }
            return !state.isOpen
        }
        guard isFirst else { return }
        // It keeps the client for as long as it runs.
        let started = SystemThread.start(name: "floe-keeper") { KeeperReader(self, heard: heard).run() }
        precondition(started, "the system gives this process no thread; raise its limit of processes (ulimit -u)")
    }

    /// Lets go of the keeper. One of a host goes on with its tasks, and whoever waits for them is told `left`. One on a thread ends
    /// them, and this returns when nothing of them is left.
    public func leave() async {
        let isOpen = self.state.withLock { state in
            state.isLeft = true
            return state.isOpen
        }
        guard isOpen else { return }
        eventfd_write(self.alarm, 1)
        if self.home == nil { await self.ended.wait() }
    }
}
