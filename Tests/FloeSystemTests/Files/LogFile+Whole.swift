@testable import FloeSystem

extension LogFile {
    /// All of a small file, also of one in `/proc`, which tells no size.
    func wholeFile() throws -> [UInt8] {
        let file = try Descriptor(opening: self.path, 0, to: "read")
        return [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0) ?? 0
        }
    }
}
