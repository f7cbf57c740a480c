/// Cuts a stream of server-sent events into events.
struct EventTexts {
    struct Event: Sendable, Hashable {
        /// `message` when it was not named.
        var name = "message"
        var id: String?
        var data: [UInt8] = []
    }

    /// Longest line that is kept; no event of ours comes near.
    static let longest = 16 << 20
    private var open: [UInt8] = []
    private var event = Event()
    private var hasData = false

    /// The events that are whole now. Nil when a line is too long to be one of ours.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Event]? {
        var events: [Event] = []
        for byte in bytes {
            guard byte == 0x0A else {
                self.open.append(byte)
                guard self.open.count < Self.longest else { return nil }
                continue
            }
            if self.open.last == 0x0D { self.open.removeLast() }
            if let event = self.line(self.open[...]) { events.append(event) }
            self.open.removeAll(keepingCapacity: true)
        }
        return events
    }

    private mutating func line(_ line: ArraySlice<UInt8>) -> Event? {
        guard !line.isEmpty else {
            defer { (self.event, self.hasData) = (Event(), false) }
            return self.hasData ? self.event : nil
        }
        let name = line.prefix { $0 != 0x3A }
        var value = line.dropFirst(name.count + 1)
        if value.first == 0x20 { value.removeFirst() }
        switch String(decoding: name, as: UTF8.self) {
        case "event": self.event.name = String(decoding: value, as: UTF8.self)
        case "id": self.event.id = String(decoding: value, as: UTF8.self)
        case "data":
            if self.hasData { self.event.data.append(0x0A) }
            self.event.data += value
            self.hasData = true
        default: break
        }
        return nil
    }
}
