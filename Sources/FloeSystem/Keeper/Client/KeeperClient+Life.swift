internal import CSpawn
internal import Synchronization

extension KeeperClient {
    /// Begins to talk to the keeper, and starts one where there is none.
    ///
    /// - Parameter changed: Told when another takes the place of one that died, before what that one had is told as lost.
    public func open(_ changed: @escaping Changed = { _ in }) {
        let isFirst = self.state.withLock { state in
            defer { state.isOpen = true }
            return !state.isOpen
        }
        guard isFirst else { return }
        // It keeps the client for as long as it runs.
        let started = SystemThread.start(name: "floe-keeper") { KeeperReader(self, changed: changed).run() }
        precondition(started, "the system gives this process no thread; raise its limit of processes (ulimit -u)")
    }

    /// Lets go of the keeper: one of a host goes on with its tasks, one on a thread ends them. Whoever waits is told `lost`.
    public func leave() {
        self.state.withLock { $0.isLeft = true }
        eventfd_write(self.alarm, 1)
    }
}
