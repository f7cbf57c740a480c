import FloeSystem
import Glibc

/// A new folder for workspace and logs, for its owner alone.
struct ExecFolder: Sendable {
    let path: String

    /// Makes it below `$TMPDIR`, or `/tmp`. Blocks for a moment.
    init() throws {
        let parent = FilePath.expand(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp", in: FilePath.working)
        var template = Array("\(parent)/floe-exec-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("no folder can be made in \(parent): \(SystemText.error(errno)); name another with TMPDIR")
        }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Blocks.
    func remove() throws { try Folder.remove(self.path) }
}
