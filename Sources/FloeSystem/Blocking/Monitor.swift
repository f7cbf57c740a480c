internal import Glibc

/// A lock with a condition to wait for.
final class Monitor: @unchecked Sendable {
    // The two never move: they live behind pointers of their own for as long as the monitor.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(self.mutex, nil)
        pthread_cond_init(self.condition, nil)
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(self.mutex) }
    func unlock() { pthread_mutex_unlock(self.mutex) }
    /// Only with the lock held.
    func wait() { pthread_cond_wait(self.condition, self.mutex) }
    /// Wakes one that waits.
    func signal() { pthread_cond_signal(self.condition) }
}
