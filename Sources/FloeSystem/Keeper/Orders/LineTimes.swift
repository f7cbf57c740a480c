internal import Glibc

/// When output came, kept beside the log: `NAME.log.times`.
///
/// Eight bytes give the start in milliseconds since 1970; then pairs of numbers (LEB128) follow, each the milliseconds since the pair
/// before and the bytes of the log that came since then. Output is timed when it is read, at most a hundred times a second, so that
/// much of it costs next to nothing. A task that is over within a second has no such file: its times are those of its attempt.
struct LineTimes {
    private static let leastApart: Int64 = 10
    private static let leastAge: Int64 = 1000
    private static let mostHeld = 4096

    private let path: String
    private let start: Int64
    private let wallStart: Int64
    private var held: [UInt8] = []
    private var last: Int64
    private var bytes = 0
    private var isMade = false

    /// - Parameter now: By the clock that `note` is given.
    init(log: String, now: Int64, wall: Int64) {
        self.path = "\(log).times"
        self.start = now
        self.last = now
        self.wallStart = wall
    }

    /// Output of so many bytes came now.
    mutating func note(_ count: Int, at now: Int64) {
        if self.bytes > 0, now - self.last >= Self.leastApart { self.close(at: now) }
        self.bytes += count
        if self.held.count >= Self.mostHeld { self.write() }
    }

    /// Nothing more comes.
    mutating func end(at now: Int64) {
        if self.bytes > 0 { self.close(at: now) }
        if self.isMade || now - self.start >= Self.leastAge { self.write() }
    }

    private mutating func close(at now: Int64) {
        self.add(UInt64(max(0, now - self.last)))
        self.add(UInt64(self.bytes))
        (self.last, self.bytes) = (now, 0)
    }

    private mutating func add(_ number: UInt64) {
        var number = number
        while number >= 0x80 {
            self.held.append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        self.held.append(UInt8(number))
    }

    /// What cannot be written is left out: times are no part of the output.
    private mutating func write() {
        guard !self.held.isEmpty, let file = try? Descriptor.regular(self.path, O_WRONLY | O_APPEND | O_CREAT, to: "write") else { return }
        if !self.isMade { self.held = withUnsafeBytes(of: self.wallStart.littleEndian) { Array($0) } + self.held }
        self.isMade = true
        _ = file.write(self.held)
        self.held = []
    }
}
