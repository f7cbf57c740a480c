internal import FloeCore

/// Why a hub did not take what it was asked. Nothing of it was stored or will be done, but what the detail says of a cancel.
public struct HubRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The store cannot be written, or not be read.
        case store
        /// The hub is shutting down, or does not run.
        case stopping
        /// More is waiting to be stored than the inbox holds.
        case full
    }

    public var reason: Reason
    /// For the one who asked: what is wrong, and what to do.
    public var detail: String

    public init(_ reason: Reason, detail: String) {
        self.reason = reason
        self.detail = detail
    }

    public var description: String { self.detail }

    static let stopping = HubRefusal(
        .stopping, detail: "This host is shutting down and takes nothing new. Ask again when it is back, or ask another host.")

    static func full(_ capacity: Int) -> HubRefusal {
        HubRefusal(.full, detail: "\(capacity) requests are waiting to be stored, which is all this host keeps. Ask again in a moment.")
    }

    static func cannotStore(_ error: String) -> HubRefusal {
        HubRefusal(
            .store,
            detail: "Nothing can be stored on this host: \(error). When that is mended it is noticed by itself; ask again then.")
    }

    static func cancelNotStored(_ run: RunRef, stopped: Int, _ error: String) -> HubRefusal {
        let tasks =
            stopped == 0 ? "no task of it runs here" : stopped == 1 ? "its task is told to stop" : "its \(stopped) tasks are told to stop"
        return HubRefusal(
            .store,
            detail: """
                It cannot be stored that \(run) is cancelled: \(error). Meanwhile \(tasks); the rest follows as soon as something can be stored. \
                To ask again then is the same cancel. If this host is restarted before, nothing of it is known: cancel \(run) again. \
                Free space, or make the store writable; that is noticed by itself.
                """)
    }

    static func cannotRead(_ what: String, _ error: any Error) -> HubRefusal {
        HubRefusal(.store, detail: "Looking up \(what) in the run store failed: \(error). Ask again; if it stays so, see the host's log.")
    }
}
