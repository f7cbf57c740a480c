extension LogFile {
    /// What is in the log from `offset` on and what is written to it, in chunks, until `end` is told and the last byte was given.
    ///
    /// Nothing is read ahead: a slow reader keeps no memory and holds up nobody.
    public func follow(from offset: Int64 = 0, until end: LogEnd) -> Following {
        Following(log: self, offset: max(0, offset), end: end)
    }

    public struct Following: AsyncSequence, Sendable {
        let log: LogFile
        let offset: Int64
        let end: LogEnd

        public func makeAsyncIterator() -> Iterator { Iterator(log: self.log, offset: self.offset, end: self.end) }

        public struct Iterator: AsyncIteratorProtocol {
            let log: LogFile
            /// Where the next chunk begins.
            public private(set) var offset: Int64
            let end: LogEnd

            /// The next chunk, of at most 64 KiB; nil at the end and when the task was cancelled.
            public mutating func next() async throws(FileProblem) -> [UInt8]? {
                while !Task.isCancelled {
                    let wakeup = Wakeup()
                    let watch = FileChanges.shared.add(wakeup, path: self.log.path)
                    self.end.add(wakeup)
                    defer {
                        FileChanges.shared.remove(wakeup, from: watch)
                        self.end.remove(wakeup)
                    }
                    // Asked for before the file is read: what was written until then is all there is.
                    let ended = self.end.hasEnded
                    let bytes = try await self.log.read(from: self.offset, count: 1 << 16)
                    if !bytes.isEmpty {
                        self.offset += Int64(bytes.count)
                        return bytes
                    }
                    if ended { return nil }
                    await wakeup.wait()
                }
                return nil
            }
        }
    }
}
