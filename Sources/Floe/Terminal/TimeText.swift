import FloeAPI
import FloeCore
import FloeHub
import Glibc

/// Times and lengths of time for people.
enum TimeText {
    /// `850 ms`, `12 s`, `1 m 03 s`, `2 h 05 m`, `3 d 04 h`.
    static func length(_ span: Span) -> String {
        let milliseconds = max(0, span.milliseconds)
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) m \(two(seconds % 60)) s" }
        if seconds < 86_400 { return "\(seconds / 3600) h \(two(seconds / 60 % 60)) m" }
        return "\(seconds / 86_400) d \(two(seconds / 3600 % 24)) h"
    }

    static func length(seconds: Double) -> String { Self.length(Span(milliseconds: Int64(seconds * 1000))) }

    /// `now`, `3 m ago`: one unit is enough.
    static func age(_ time: Timestamp, now: Moment = HubClock.system.now()) -> String {
        let seconds = (now - time.moment).milliseconds / 1000
        switch seconds {
        case ..<2: return "now"
        case ..<60: return "\(seconds) s ago"
        case ..<3600: return "\(seconds / 60) m ago"
        case ..<86_400: return "\(seconds / 3600) h ago"
        default: return "\(seconds / 86_400) d ago"
        }
    }

    /// From the start to the end, or until now; empty before the start.
    static func took(_ start: Timestamp?, _ end: Timestamp?, now: Moment = HubClock.system.now()) -> String {
        guard let start else { return "" }
        return Self.length((end?.moment ?? now) - start.moment)
    }

    /// On the clock of this machine, `2026-03-01 13:00:00 +0100`.
    static func local(_ moment: Moment) -> String {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return moment.timestamp.description }
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S %z", &parts)
        return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
