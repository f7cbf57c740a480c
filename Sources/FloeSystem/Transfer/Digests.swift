internal import Crypto

/// The sha256 of bytes as they come, and one other sum where one is asked for.
struct Digests {
    private var sha256 = SHA256()
    private var sha1: Insecure.SHA1?
    private var md5: Insecure.MD5?

    init(with other: Checksum.Algorithm?) {
        if other == .sha1 { self.sha1 = Insecure.SHA1() }
        if other == .md5 { self.md5 = Insecure.MD5() }
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        self.sha256.update(bufferPointer: bytes)
        self.sha1?.update(bufferPointer: bytes)
        self.md5?.update(bufferPointer: bytes)
    }

    /// The sums of all that was added, by algorithm.
    var sums: [Checksum.Algorithm: String] {
        var sums: [Checksum.Algorithm: String] = [.sha256: Self.hex(self.sha256.finalize())]
        sums[.sha1] = self.sha1.map { Self.hex($0.finalize()) }
        sums[.md5] = self.md5.map { Self.hex($0.finalize()) }
        return sums
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func name(of text: String) -> String { self.hex(SHA256.hash(data: Array(text.utf8))) }
}
