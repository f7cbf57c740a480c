internal import CSpawn
internal import Glibc
internal import Synchronization

/// Wakes those who wait for a file to grow.
///
/// A watch reports one change and is gone, so a follower that is busy costs its writer nothing. Where the system has no more
/// watches to give, the file is looked at again after a while.
final class FileChanges: Sendable {
    static let shared = FileChanges()

    private struct State {
        var started = false
        var waiters: [Int32: [ObjectIdentifier: Wakeup]] = [:]
    }

    private static let pause = Duration.milliseconds(40)

    private let state = Mutex(State())
    private let descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))

    /// Wakes `waiter` at the next change after this call; look at the file once more after it. The result goes to `remove`.
    func add(_ waiter: Wakeup, path: String) -> Int32? {
        let watch = self.state.withLock { state -> Int32? in
            guard self.descriptor >= 0 else { return nil }
            if !state.started {
                guard EventThread.shared.watch(self.descriptor, once: false, { self.report() }) != nil else { return nil }
                state.started = true
            }
            // With the lock held, so that a report cannot come before the waiter is in the table.
            let mask =
                UInt32(IN_MODIFY) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
                | UInt32(bitPattern: Int32(truncatingIfNeeded: Int64(IN_ONESHOT)))
            let watch = inotify_add_watch(self.descriptor, path, mask)
            guard watch >= 0 else { return nil }
            state.waiters[watch, default: [:]][ObjectIdentifier(waiter)] = waiter
            return watch
        }
        if watch == nil { _ = EventThread.shared.at(.now + Self.pause) { waiter.wake() } }
        return watch
    }

    /// Forgets a waiter that was woken by somebody else.
    func remove(_ waiter: Wakeup, from watch: Int32?) {
        guard let watch else { return }
        self.state.withLock { state in
            guard state.waiters[watch]?.removeValue(forKey: ObjectIdentifier(waiter)) != nil, state.waiters[watch]?.isEmpty == true
            else { return }
            state.waiters.removeValue(forKey: watch)
            inotify_rm_watch(self.descriptor, watch)
        }
    }

    private func report() {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(self.descriptor, &bytes, bytes.count)
            guard count > 0 else { return }
            var at = 0
            var woken: [Wakeup] = []
            while at + MemoryLayout<inotify_event>.size <= count {
                let event = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self) }
                at += MemoryLayout<inotify_event>.size + Int(event.len)
                self.state.withLock { state in
                    // The queue ran over: whoever waits looks for himself.
                    let watches = event.wd < 0 ? Array(state.waiters.keys) : [event.wd]
                    for watch in watches { woken += (state.waiters.removeValue(forKey: watch) ?? [:]).values }
                }
            }
            for waiter in woken { waiter.wake() }
        }
    }
}
