internal import FloeCore
internal import FloeSystem

/// How long an attempt may take and how long it may be silent.
struct TaskLimits: Sendable {
    var timeout: Span?
    var silence: Span?
    var log: String

    var areAny: Bool { self.timeout != nil || self.silence != nil }

    /// Waits until one of them is over and says which; nil when the task that waits was cancelled.
    func wait() async -> String? {
        let begin = ContinuousClock.now
        let end = self.timeout.map { begin + .milliseconds($0.milliseconds) }
        var size = await self.size()
        var heard = begin
        while true {
            let now = ContinuousClock.now
            if let end, let timeout, now >= end { return "timed out after \(Self.shown(timeout))" }
            var next = end
            if let silence {
                let length = await self.size()
                if length != size { (size, heard) = (length, now) }
                let quiet = Duration.milliseconds(silence.milliseconds)
                if heard + quiet <= now { return "no output for \(Self.shown(silence))" }
                // Growth is noticed late by a tenth of the silence at most, so that a task is never ended too early.
                let look = now + min(max(quiet / 10, .milliseconds(5)), .seconds(1))
                next = end.map { min($0, look) } ?? look
            }
            do { try await Task.sleep(until: next ?? now, clock: .continuous) } catch { return nil }
        }
    }

    private func size() async -> Int64 { (try? await LogFile(path: self.log).size()) ?? 0 }

    /// `90 s`, `1.5 s`.
    static func shown(_ span: Span) -> String {
        span.milliseconds % 1000 == 0 ? "\(span.milliseconds / 1000) s" : "\(span.seconds) s"
    }
}
