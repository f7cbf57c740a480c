/// The numbers a host gives its runs: one by one, and never one that this host's name was used with before, on whatever disk.
///
/// A store that may not be the first of its name goes on at a number taken from the clock. Earlier stores stayed below that of any
/// later moment, since no number ever passes the clock's: hosts of a cluster wait, and one by itself does not start a thousand runs a second
/// in the long run. It does not wait, so that a clock that is put right does not stop it.
public enum RunNumbers {
    /// 2026-01-01 UTC.
    private static let epoch = Moment(milliseconds: 1_767_225_600_000)

    /// What a new store found out about its name.
    public enum Origin: Sendable, Hashable {
        /// All hosts of the list were asked and never saw it, or there is no other.
        case first
        /// Somebody knows it, could not be asked, or the store is a restored or older copy.
        case unsure
    }

    /// The number that belongs to a moment: milliseconds since 2026.
    public static func base(_ now: Moment) -> Int { max(1, Int((now - self.epoch).milliseconds)) }

    /// Where a store begins or goes on; `next` is what it would have used.
    public static func start(_ origin: Origin, next: Int = 1, at now: Moment) -> Int {
        switch origin {
        case .first: max(1, next)
        case .unsure: max(next, self.base(now))
        }
    }

    /// When the number may be used; nil for now.
    public static func wait(for number: Int, at now: Moment) -> Moment? {
        // What no sane clock has been below since January 2026 needs none: counting from 1 never waits, even with a clock that is wrong.
        number <= self.base(now) || number < 1_000_000_000 ? nil : self.epoch + Span(milliseconds: Int64(number))
    }
}
