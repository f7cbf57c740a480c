internal import CSpawn
internal import Glibc

/// What `/proc` says of the processes of this machine.
enum ProcessTable {
    struct Entry {
        var id: Int32
        var state: UInt8
        var session: Int32
        /// Zombies and processes that are being taken apart run no more.
        var lives: Bool { self.state != UInt8(ascii: "Z") && self.state != UInt8(ascii: "X") }
    }

    /// The ids of all processes, or none where `/proc` cannot be read.
    static func ids() -> [Int32] {
        ((try? Folder.names(in: "/proc")) ?? []).compactMap { Int32($0) }
    }

    /// The children of this process's first thread, which is given its orphans too; nil where the system does not tell.
    static func children() -> [Int32]? {
        let path = "/proc/self/task/\(getpid())/children"
        guard let file = try? Descriptor(opening: path, O_RDONLY, to: "read"), let bytes = self.contents(file, limit: 4 << 20) else {
            return nil
        }
        return bytes.split(separator: UInt8(ascii: " ")).compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
    }

    static func entry(_ id: Int32) -> Entry? {
        guard let bytes = self.contents("/proc/\(id)/stat", limit: 4096) else { return nil }
        // The name, in parentheses, may hold anything: what follows the last one is regular.
        guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = bytes[(close + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 5)
        guard words.count > 4, let state = words[0].first, let session = Int32(String(decoding: words[3], as: UTF8.self)) else {
            return nil
        }
        return Entry(id: id, state: state, session: session)
    }

    /// Whether an entry of the process's environment starts with `prefix`.
    static func environment(of id: Int32, hasPrefix prefix: [UInt8]) -> Bool {
        guard let bytes = self.contents("/proc/\(id)/environ", limit: 4 << 20), bytes.count >= prefix.count else { return false }
        if bytes.starts(with: prefix) { return true }
        let wanted = [0] + prefix
        return bytes.withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { floe_find(bytes.baseAddress, bytes.count, $0.baseAddress, $0.count) != nil }
        }
    }

    /// What follows `prefix` in the first entry of the process's environment that begins so.
    static func entry(of id: Int32, after prefix: [UInt8]) -> ArraySlice<UInt8>? {
        guard let bytes = self.contents("/proc/\(id)/environ", limit: 4 << 20) else { return nil }
        return bytes.split(separator: 0).first { $0.starts(with: prefix) }?.dropFirst(prefix.count)
    }

    private static func contents(_ path: String, limit: Int) -> [UInt8]? {
        guard let file = try? Descriptor(opening: path, O_RDONLY, to: "read"), let bytes = self.contents(file, limit: limit), !bytes.isEmpty
        else { return nil }
        return bytes
    }

    private static func contents(_ file: borrowing Descriptor, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var room = 4096
        while bytes.count < limit {
            let at = bytes.count
            let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: Int64(at)) ?? 0
            }
            if part.isEmpty { break }
            bytes += part
            room = min(room * 4, 1 << 18)
        }
        return bytes
    }
}
