internal import FloeCore

extension TaskPlace {
    /// Where a task reports values: a file beside the log of the attempt.
    var report: String { (self.log.hasSuffix(".log") ? String(self.log.dropLast(4)) : self.log) + ".out" }
}
