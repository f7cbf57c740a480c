internal import Glibc

/// Writes a file and sums it up on a thread of its own, while the next bytes come in. At most 4 MiB wait.
final class FileSink: @unchecked Sendable {
    private static let block = 1 << 20
    private static let most = 4

    private let path: String
    private let file: Int32
    // Below, only with the monitor's lock held; `current` is the caller's alone, `digests` the thread's until it has ended.
    private let monitor = Monitor()
    private var full: [[UInt8]] = []
    private var free: [[UInt8]] = []
    private var problem: FileProblem?
    private var isClosing = false
    private var isDone = false
    private var digests: Digests
    private var current: [UInt8] = []

    /// Goes on after the first `offset` bytes of the file, which are summed up first.
    init(_ path: String, from offset: Int64, with other: Checksum.Algorithm?) throws(FileProblem) {
        self.path = path
        self.digests = Digests(with: other)
        self.file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard self.file >= 0 else { throw FileProblem("write", path) }
        guard ftruncate(self.file, off_t(offset)) == 0 else { throw FileProblem("write", path) }
        var done: Int64 = 0
        var bytes = [UInt8](repeating: 0, count: Self.block)
        while done < offset {
            let count = pread(self.file, &bytes, Int(min(Int64(Self.block), offset - done)), off_t(done))
            guard count > 0 else { throw FileProblem("read", path) }
            bytes.withUnsafeBytes { self.digests.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            done += Int64(count)
        }
        guard lseek(self.file, off_t(offset), SEEK_SET) >= 0 else { throw FileProblem("write", path) }
        guard SystemThread.start(name: "floe-fetch", { self.work() }) else { throw FileProblem("write", path, code: EAGAIN) }
    }

    deinit { if self.file >= 0 { close(self.file) } }

    /// Takes bytes; false when an earlier part could not be written. Blocks while too much waits.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        self.current.append(contentsOf: bytes)
        return self.current.count < Self.block || self.pass()
    }

    /// Writes what is left and ends the thread; gives the sums. To be called once, whatever happened.
    func finish() throws(FileProblem) -> [Checksum.Algorithm: String] {
        _ = self.pass()
        self.monitor.lock()
        self.isClosing = true
        self.monitor.signal()
        while !self.isDone { self.monitor.wait() }
        let problem = self.problem
        self.monitor.unlock()
        if let problem { throw problem }
        return self.digests.sums
    }

    private func pass() -> Bool {
        self.monitor.lock()
        defer { self.monitor.unlock() }
        while self.full.count >= Self.most, self.problem == nil { self.monitor.wait() }
        guard self.problem == nil else { return false }
        self.full.append(self.current)
        self.current = self.free.popLast() ?? []
        if self.current.capacity == 0 { self.current.reserveCapacity(Self.block + 64 << 10) }
        self.monitor.signal()
        return true
    }

    private func work() {
        while true {
            self.monitor.lock()
            while self.full.isEmpty, !self.isClosing { self.monitor.wait() }
            if self.full.isEmpty || self.problem != nil {
                if self.isClosing {
                    self.isDone = true
                    self.monitor.signal()
                    self.monitor.unlock()
                    return
                }
                self.full = []
                self.monitor.signal()
                self.monitor.wait()
                self.monitor.unlock()
                continue
            }
            var bytes = self.full.removeFirst()
            self.monitor.signal()
            self.monitor.unlock()
            let code = self.write(bytes)
            bytes.removeAll(keepingCapacity: true)
            self.monitor.lock()
            if code != 0 { self.problem = FileProblem("write", self.path, code: code) }
            if self.free.count < 2 { self.free.append(bytes) }
            self.monitor.signal()
            self.monitor.unlock()
        }
    }

    private func write(_ bytes: [UInt8]) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var left = bytes
            while !left.isEmpty {
                let count = Glibc.write(self.file, left.baseAddress, left.count)
                if count < 0, errno != EINTR { return errno }
                left = UnsafeRawBufferPointer(rebasing: left[max(0, count)...])
            }
            self.digests.add(bytes)
            return 0
        }
    }
}
