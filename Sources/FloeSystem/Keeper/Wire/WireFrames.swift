internal import Glibc

/// A stream of bytes, cut into frames: a length of four bytes, a kind, and fields.
struct WireFrames {
    /// Longer frames are an error: nothing that a task can be started with needs more.
    static let longest = 16 << 20

    struct Garbage: Error { var description: String }

    private var bytes: [UInt8] = []
    private var at = 0

    static func frame(_ kind: UInt8, _ fields: WireFields) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(fields.bytes.count + 5)
        withUnsafeBytes(of: UInt32(fields.bytes.count + 1).littleEndian) { frame.append(contentsOf: $0) }
        frame.append(kind)
        frame.append(contentsOf: fields.bytes)
        return frame
    }

    mutating func add(_ more: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: more) }

    /// The next whole frame, or nil when there is none yet.
    mutating func next() throws(Garbage) -> (kind: UInt8, fields: WireFields)? {
        let left = self.bytes.count - self.at
        guard left >= 5 else { return self.rest() }
        let length = Int(self.bytes.loadUInt32(at: self.at))
        guard length >= 1, length <= Self.longest else { throw Garbage(description: "a frame of \(length) bytes") }
        guard left >= 4 + length else { return self.rest() }
        let kind = self.bytes[self.at + 4]
        let fields = WireFields(self.bytes[(self.at + 5)..<(self.at + 4 + length)])
        self.at += 4 + length
        guard fields.each({ _, _ in }) else { throw Garbage(description: "a frame of kind \(kind) that holds no fields") }
        return (kind, fields)
    }

    private mutating func rest() -> (kind: UInt8, fields: WireFields)? {
        if self.at > 0 {
            self.bytes.removeFirst(self.at)
            self.at = 0
        }
        return nil
    }
}
