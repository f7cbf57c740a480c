/// Parts of a message: each a number, a length and bytes.
///
/// Whoever reads passes over numbers it does not know, so that either side may learn new ones without the other.
struct WireFields: Sendable, Hashable {
    private(set) var bytes: [UInt8] = []

    init() {}
    init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

    mutating func add(_ number: UInt8, _ text: String) {
        var text = text
        text.withUTF8 { self.add(number, bytes: UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ number: UInt8, _ fields: WireFields) { fields.bytes.withUnsafeBytes { self.add(number, bytes: $0) } }
    mutating func add(_ number: UInt8, _ bytes: [UInt8]) { bytes.withUnsafeBytes { self.add(number, bytes: $0) } }

    /// Nothing is written for nil.
    mutating func add(_ number: UInt8, _ value: Int64?) {
        guard let value else { return }
        withUnsafeBytes(of: value.littleEndian) { self.add(number, bytes: $0) }
    }

    private mutating func add(_ number: UInt8, bytes: UnsafeRawBufferPointer) {
        self.bytes.append(number)
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { self.bytes.append(contentsOf: $0) }
        self.bytes.append(contentsOf: bytes)
    }

    /// Each field in order; stops and gives false where the bytes are no fields.
    func each(_ body: (UInt8, ArraySlice<UInt8>) -> Void) -> Bool {
        var at = 0
        while at < self.bytes.count {
            guard self.bytes.count - at >= 5 else { return false }
            let length = Int(self.bytes.loadUInt32(at: at + 1))
            guard length <= self.bytes.count - at - 5 else { return false }
            body(self.bytes[at], self.bytes[(at + 5)..<(at + 5 + length)])
            at += 5 + length
        }
        return true
    }
}

extension [UInt8] {
    func loadUInt32(at offset: Int) -> UInt32 {
        self.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }
}

extension ArraySlice<UInt8> {
    var text: String { String(decoding: self, as: UTF8.self) }
    var number: Int64? {
        guard self.count == 8 else { return nil }
        return self.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
    }
}
