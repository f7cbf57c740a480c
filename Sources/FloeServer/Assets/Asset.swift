import NIOCore

/// A file of the dashboard.
struct Asset: Sendable {
    var type: String
    var bytes: ByteBuffer
    /// Changes with the bytes.
    var tag: String
}
