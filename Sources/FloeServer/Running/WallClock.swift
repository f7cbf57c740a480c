import FloeAPI
import FloeCore
import Glibc

/// The time of this machine.
enum WallClock {
    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A moment as the clock of this machine's zone shows it, with the offset: `2026-03-01T03:30:00+01:00`.
    static func local(_ moment: Moment) -> String {
        var seconds = time_t((Double(moment.milliseconds) / 1000).rounded(.down))
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return moment.timestamp.description }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(Int(parts.tm_year) + 1900)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))"
        let time = "\(two(Int(parts.tm_hour))):\(two(Int(parts.tm_min))):\(two(Int(parts.tm_sec)))"
        let offset = abs(parts.tm_gmtoff) / 60
        return "\(date)T\(time)\(parts.tm_gmtoff < 0 ? "-" : "+")\(two(offset / 60)):\(two(offset % 60))"
    }
}
