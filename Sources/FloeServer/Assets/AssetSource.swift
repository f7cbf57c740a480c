import CWebapp
import Crypto
import FoundationEssentials
import NIOCore
import Synchronization

/// The files of the dashboard: those in the binary, or those of a folder.
final class AssetSource: Sendable {
    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon", "json": "application/json", "woff2": "font/woff2",
        "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8", "map": "application/json",
    ]

    private let folder: String?
    private let embedded: [String: Asset]

    /// - Parameter folder: Takes the place of the files in the binary.
    init(folder: String?) {
        self.folder = folder
        var embedded: [String: Asset] = [:]
        if folder == nil {
            for number in 0..<floe_webapp_file_count {
                let file = floe_webapp_file_at(number).pointee
                let bytes = ByteBuffer(bytes: UnsafeBufferPointer(start: file.data, count: file.size))
                embedded[String(cString: file.path)] = Asset(
                    type: String(cString: file.content_type), bytes: bytes, tag: Self.tag(of: bytes))
            }
        }
        self.embedded = embedded
    }

    /// Nil when there is no such file. Blocks.
    func asset(_ path: String) throws -> Asset? {
        guard let folder = self.folder else { return self.embedded[path] }
        guard let file = try ConfinedFile.open(path, in: folder) else { return nil }
        let bytes = try file.bytes()
        return Asset(type: Self.type(of: path), bytes: bytes, tag: Self.tag(of: bytes))
    }

    static func type(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return Self.types[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }

    static func tag(of bytes: ByteBuffer) -> String {
        let digest = SHA256.hash(data: Data(bytes.readableBytesView))
        return "\"" + digest.prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }
}
