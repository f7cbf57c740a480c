internal import FloeCore
internal import FloeSystem

extension TaskPlace {
    /// Adds a line of floe's own to the log, as it may be seen. Blocks.
    func append(line: String) { LogFile(path: self.log).append(line: self.shown(line)) }
}
