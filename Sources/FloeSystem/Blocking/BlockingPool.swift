internal import Glibc

/// A bounded pool of threads on which calls may block: files, `posix_spawn`, name lookups, C libraries.
///
/// Two ways to use it. `run` moves one call there. As the preferred executor of a task it runs all of the task's own code, which may
/// then block wherever it likes without a hop each time. Threads are made when all are busy, up to the limit, and then kept.
public final class BlockingPool: TaskExecutor, @unchecked Sendable {
    /// The pool of this process.
    public static let shared = BlockingPool(threads: 64)

    private enum Job {
        case task(UnownedJob)
        case call(() -> Void)
    }

    private let limit: Int
    // All below only with the monitor's lock held.
    private let monitor = Monitor()
    private var waiting: [Job] = []
    private var first = 0
    private var idle = 0
    private var threads = 0

    public init(threads: Int) { self.limit = max(1, threads) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if Self.hereMark.take() { return job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        self.add(.task(job))
    }

    /// Lets the task that `body` wakes go on on this thread until it waits again, where another thread would have to be woken for next
    /// to nothing. What it does until then must not block.
    static func here(_ body: () -> Void) {
        self.hereMark.set()
        body()
        _ = self.hereMark.take()
    }

    /// Calls `body` where it may block. On a thread of the pool it is called at once. It is not cut short by cancellation.
    public func run<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        if Self.isCurrentThreadOfPool { return try body() }
        let result: Swift.Result<Result, Failure> = await withCheckedContinuation { continuation in
            self.add(.call { continuation.resume(returning: Swift.Result(catching: body)) })
        }
        return try result.get()
    }

    private func add(_ job: Job) {
        self.monitor.lock()
        self.waiting.append(job)
        let grow = self.idle == 0 && self.threads < self.limit
        if grow { self.threads += 1 }
        let wake = self.idle > 0
        self.monitor.unlock()
        if wake { self.monitor.signal() }
        // Without a new thread the job waits for one of those there are; with none at all there is nothing left to try.
        if grow, !SystemThread.start(name: "floe-blocking", { self.work() }) {
            self.monitor.lock()
            self.threads -= 1
            let none = self.threads == 0
            self.monitor.unlock()
            precondition(!none, "the system gives this process no thread at all; raise its limit of processes (ulimit -u)")
        }
    }

    private func work() {
        Self.mark.set()
        while true {
            switch self.next() {
            case .task(let job): job.runSynchronously(on: self.asUnownedTaskExecutor())
            case .call(let call): call()
            }
        }
    }

    private func next() -> Job {
        self.monitor.lock()
        defer { self.monitor.unlock() }
        while self.first == self.waiting.count {
            self.idle += 1
            self.monitor.wait()
            self.idle -= 1
        }
        let job = self.waiting[self.first]
        self.first += 1
        if self.first == self.waiting.count {
            self.waiting.removeAll(keepingCapacity: self.first <= 1024)
            self.first = 0
        } else if self.first > 4096 {
            self.waiting.removeFirst(self.first)
            self.first = 0
        }
        return job
    }

    private static let mark = ThreadMark()
    private static let hereMark = ThreadMark()
    private static var isCurrentThreadOfPool: Bool { self.mark.isSet }
}

/// Tells threads that carry it from all others.
private struct ThreadMark: Sendable {
    private let key: pthread_key_t

    init() {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        self.key = key
    }

    var isSet: Bool { pthread_getspecific(self.key) != nil }
    func set() { pthread_setspecific(self.key, UnsafeRawPointer(bitPattern: 1)) }

    /// Whether it was set; it is not any more.
    func take() -> Bool {
        guard self.isSet else { return false }
        pthread_setspecific(self.key, nil)
        return true
    }
}
