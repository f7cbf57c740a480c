import FloeAPI
import FloeCore
import FoundationEssentials
import NIOCore
import Synchronization

/// An event on its way to clients. Its text is made once, when the first client needs it, and shared by all.
final class FeedEvent: Sendable {
    /// Nil for what is about the host.
    let run: RunRef?
    let flow: String
    /// Its place among stored events; nil when it is not stored.
    let sequence: Int?
    let view: EventView
    /// Another host told it.
    let isElsewhere: Bool
    private let made = Mutex<ByteBuffer?>(nil)

    init(_ view: EventView, sequence: Int?, isElsewhere: Bool = false) {
        self.isElsewhere = isElsewhere
        self.run = view.run
        self.flow = view.flow
        self.sequence = sequence
        self.view = view
    }

    /// Its JSON.
    var text: ByteBuffer {
        self.made.withLock { made in
            if let made { return made }
            let text = ByteBuffer(bytes: (try? FloeJSON.encode(self.view)) ?? Data())
            made = text
            return text
        }
    }
}
