internal import Glibc

/// A thread of its own for a loop that blocks; the threads that async code shares are too few for that.
enum LoopThread {
    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Runs the body on a new thread and waits for its end.
    static func run(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            let box = Body { ended.resume(with: Result { try body() }) }
            let argument = Unmanaged.passRetained(box)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, argument.toOpaque())
            guard status == 0 else {
                argument.release()
                let why = String(cString: strerror(status))
                ended.resume(
                    throwing: HubRefusal(
                        .stopping, detail: "A thread for the hub could not be started: \(why). Raise the limit of processes (ulimit -u)."))
                return
            }
            pthread_detach(thread)
        }
    }
}
