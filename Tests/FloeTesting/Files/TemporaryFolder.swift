internal import FoundationEssentials
import Glibc

/// An empty folder that is gone, with all in it, when nothing refers to it any more.
public final class TemporaryFolder: Sendable {
    public let path: String

    /// Makes the folder below one that is there: `$TMPDIR`, or `/tmp`, unless another is named.
    public init(in folder: String? = nil) throws {
        let parent = folder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/floe-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failed(code: errno, parent: parent) }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { "\(self.path)/\(name)" }

    public struct Failed: Error {
        public var code: Int32
        public var parent: String
    }
}
