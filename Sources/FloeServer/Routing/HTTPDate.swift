import FloeAPI
import FloeCore
import Glibc
import Synchronization

/// The `Date` header, worked out once a second.
final class HTTPDate: Sendable {
    private let last = Mutex((second: Int64.min, text: ""))

    var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let second = Int64(time.tv_sec)
        return self.last.withLock { last in
            if last.second != second { last = (second, Self.text(second)) }
            return last.text
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    static func text(_ second: Int64) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let stamp = Array(Moment(milliseconds: second * 1000).timestamp.description)
        let month = Int(String(stamp[5...6])) ?? 1
        let day = Int(((second >= 0 ? second : second - 86_399) / 86_400 % 7 + 7) % 7)
        return "\(days[day]), \(String(stamp[8...9])) \(months[month - 1]) \(String(stamp[0...3])) \(String(stamp[11...18])) GMT"
    }
}
