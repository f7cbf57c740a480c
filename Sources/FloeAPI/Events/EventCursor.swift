/// A place in the stream of events of a host, from which a stream can be resumed. Opaque to clients.
public struct EventCursor: Sendable, Hashable, CustomStringConvertible {
    public var host: String
    /// Of the last stored event before the place.
    public var sequence: Int

    public init(host: String, sequence: Int) {
        self.host = host
        self.sequence = sequence
    }

    /// Reads what `description` writes; nil for anything else.
    public init?(_ text: String) {
        guard let mark = text.firstIndex(of: "."), let sequence = Int(text[..<mark]), sequence >= 0 else { return nil }
        let host = text[text.index(after: mark)...]
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), sequence: sequence)
    }

    public var description: String { "\(self.sequence).\(self.host)" }
}
