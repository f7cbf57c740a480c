public import FloeCore

/// A point in time as the API writes it: RFC 3339, UTC, with milliseconds, `2026-03-01T12:00:00.250Z`.
public struct Timestamp: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var moment: Moment

    public init(_ moment: Moment) { self.moment = moment }

    /// Reads what `description` writes; seconds may have no or any number of decimals. Nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int64? {
            guard from + count <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[from..<(from + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        func mark(_ at: Int, _ character: UInt8) -> Bool { at < bytes.count && bytes[at] == character }
        guard let year = number(0, 4), mark(4, 0x2D), let month = number(5, 2), mark(7, 0x2D), let day = number(8, 2),
            mark(10, 0x54), let hour = number(11, 2), mark(13, 0x3A), let minute = number(14, 2), mark(16, 0x3A),
            let second = number(17, 2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var milliseconds: Int64 = 0
        var at = 19
        if mark(at, 0x2E) {
            at += 1
            var weight: Int64 = 100
            let first = at
            while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
                milliseconds += Int64(bytes[at] - 0x30) * weight
                weight /= 10
                at += 1
            }
            guard at > first else { return nil }
        }
        guard mark(at, 0x5A), at + 1 == bytes.count else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        self.moment = Moment(milliseconds: ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + milliseconds)
    }

    public var description: String {
        let milliseconds = self.moment.milliseconds
        var days = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        let (year, month, day) = Self.civil(days: days)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
        return "\(date)T\(time).\(padded(rest % 1000, 3))Z"
    }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.moment < b.moment }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no time; write 2026-03-01T12:00:00Z")
        }
        self = timestamp
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }

    // The calendar by eras of 400 years, which begin on a 1st of March.

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Moment {
    /// As the API writes it.
    public var timestamp: Timestamp { Timestamp(self) }
}
