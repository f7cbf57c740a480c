internal import Glibc

/// Wakes one sleeping thread. A signal that comes before the wait is not lost.
///
/// Waking costs one system call, and only when the thread sleeps; sleeping costs no wake-ups at all.
final class WakeSignal: Sendable {
    /// At one address all its life, as the kernel knows it by that.
    private struct Parts {
        var mutex = pthread_mutex_t()
        var condition = pthread_cond_t()
        var signalled = false
    }

    nonisolated(unsafe) private let parts: UnsafeMutablePointer<Parts>

    init() {
        self.parts = .allocate(capacity: 1)
        self.parts.initialize(to: Parts())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Steps of the wall clock must not lengthen a sleep.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_mutex_init(&self.parts.pointee.mutex, nil)
        pthread_cond_init(&self.parts.pointee.condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(&self.parts.pointee.condition)
        pthread_mutex_destroy(&self.parts.pointee.mutex)
        self.parts.deinitialize(count: 1)
        self.parts.deallocate()
    }

    func signal() {
        pthread_mutex_lock(&self.parts.pointee.mutex)
        self.parts.pointee.signalled = true
        pthread_mutex_unlock(&self.parts.pointee.mutex)
        pthread_cond_signal(&self.parts.pointee.condition)
    }

    /// Sleeps until a signal, but not longer than so long; nil is for ever.
    func wait(atMost timeout: Duration?) {
        var until = timespec()
        if let timeout {
            clock_gettime(CLOCK_MONOTONIC, &until)
            let (seconds, attoseconds) = timeout.components
            let nanoseconds = until.tv_nsec + Int(attoseconds / 1_000_000_000)
            until.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
            until.tv_nsec = nanoseconds % 1_000_000_000
        }
        pthread_mutex_lock(&self.parts.pointee.mutex)
        defer { pthread_mutex_unlock(&self.parts.pointee.mutex) }
        var status: Int32 = 0
        while !self.parts.pointee.signalled, status == 0 {
            status =
                timeout == nil
                ? pthread_cond_wait(&self.parts.pointee.condition, &self.parts.pointee.mutex)
                : pthread_cond_timedwait(&self.parts.pointee.condition, &self.parts.pointee.mutex, &until)
        }
        self.parts.pointee.signalled = false
    }
}
