import FoundationEssentials

/// Times of the API.
enum CrashTime {
    static func milliseconds(_ text: String?) -> Int64? {
        guard let text, let date = try? Date(text, strategy: .iso8601.time(includingFractionalSeconds: true)) else { return nil }
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
