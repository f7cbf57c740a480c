internal import Glibc

extension LogFile {
    /// Makes the log unless it is there, for those who follow it from its start. Blocks. Gives what went wrong.
    @discardableResult
    public func make() -> FileProblem? {
        do {
            _ = try Descriptor.regular(self.path, O_WRONLY | O_APPEND | O_CREAT, to: "make the log")
            return nil
        } catch {
            return error
        }
    }

    /// Adds bytes at its end. Blocks.
    public func append(_ bytes: [UInt8]) throws(FileProblem) {
        let file = try Descriptor.regular(self.path, O_WRONLY | O_APPEND | O_CREAT, to: "write the log")
        if let code = Failpoint.logAppend.failure() { throw FileProblem("write the log", self.path, code: code) }
        let code = file.write(bytes)
        if code != 0 { throw FileProblem("write the log", self.path, code: code) }
    }

    /// Waits until all of it is on the disk. Blocks. Of a log that is not there nothing is to be waited for.
    public func settle() {
        guard let file = try? Descriptor.regular(self.path, O_RDONLY, to: "read the log") else { return }
        _ = fdatasync(file.number)
    }

    /// Removes it, with the times beside it. Blocks.
    public func remove() {
        unlink(self.path)
        unlink("\(self.path).times")
    }

    /// Adds a line of floe's own, in one write, so that it stays whole beside what a process writes. Blocks.
    ///
    /// Gives what went wrong; a log that cannot be written is no reason to stop the work it is about.
    @discardableResult
    public func append(line: String) -> FileProblem? {
        do {
            let file = try Descriptor.regular(self.path, O_WRONLY | O_APPEND | O_CREAT, to: "write the log")
            let bytes = Array((line + "\n").utf8)
            if let half = Failpoint.logAppend.half(of: bytes.count) {
                _ = file.write(bytes[..<half])
                Failpoint.die()
            }
            let code = file.write(bytes)
            return code == 0 ? nil : FileProblem("write the log", self.path, code: code)
        } catch {
            return error
        }
    }
}
