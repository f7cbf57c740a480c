internal import FloeCore
internal import Glibc

extension Timestamp {
    /// The same time as the clock of this machine's zone shows it, with the offset: `2026-03-01T03:30:00+01:00`.
    public var local: String {
        var seconds = time_t((Double(self.moment.milliseconds) / 1000).rounded(.down))
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return self.description }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(Int(parts.tm_year) + 1900)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))"
        let time = "\(two(Int(parts.tm_hour))):\(two(Int(parts.tm_min))):\(two(Int(parts.tm_sec)))"
        let offset = abs(parts.tm_gmtoff) / 60
        return "\(date)T\(time)\(parts.tm_gmtoff < 0 ? "-" : "+")\(two(offset / 60)):\(two(offset % 60))"
    }
}
