import FoundationEssentials

extension Moment {
    /// Reads `2026-01-31T12:00:00Z`, with a fraction or an offset if there is one; nil for anything else.
    public init?(rfc3339 text: String) {
        let plain = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? plain.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
