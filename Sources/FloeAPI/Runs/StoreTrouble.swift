public import FloeCore

/// The store of a host takes nothing, so nothing goes on there.
public struct StoreTrouble: Sendable, Hashable {
    public var since: Moment
    /// What the store said.
    public var detail: String

    public init(since: Moment, detail: String) {
        self.since = since
        self.detail = detail
    }

    var view: WaitView {
        var view = WaitView(
            kind: "store", text: "the host can store nothing: \(self.detail)",
            change: "the cause is mended (room on the disk, a disk that can be written); then it goes on by itself")
        view.since = self.since.timestamp
        return view
    }
}
