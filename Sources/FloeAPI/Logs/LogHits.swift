/// Lines of a log in which a text was found.
public struct LogHits: Sendable, Hashable, Codable {
    public struct Hit: Sendable, Hashable, Codable {
        /// Counted from 1.
        public var line: Int
        /// Of the line's first byte.
        public var offset: Int
        public var text: String

        public init(line: Int, offset: Int, text: String) {
            self.line = line
            self.offset = offset
            self.text = text
        }
    }

    public var hits: [Hit]
    /// There are more than are told.
    public var more: Bool

    public init(hits: [Hit], more: Bool) {
        self.hits = hits
        self.more = more
    }
}
