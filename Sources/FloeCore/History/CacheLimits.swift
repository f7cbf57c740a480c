/// How much of the caches of a host is kept.
public struct CacheLimits: Sendable, Hashable {
    /// Since the last use.
    public var age: Span
    /// Bytes on the disk.
    public var size: Int64

    public init(age: Span = Span(seconds: 30 * 86_400), size: Int64 = 20 << 30) {
        self.age = age
        self.size = size
    }

    /// Nothing is kept that can be had again.
    public static let none = CacheLimits(age: .zero, size: 0)
}

/// Something in a cache that can be had again.
public struct CacheEntry: Sendable, Hashable {
    /// What it is called there.
    public var name: String
    public var bytes: Int64
    public var usedAt: Moment

    public init(name: String, bytes: Int64, usedAt: Moment) {
        self.name = name
        self.bytes = bytes
        self.usedAt = usedAt
    }
}

extension CacheLimits {
    /// The entries that go: those not used for too long, then those not used longest, until the rest fits.
    public func surplus(_ entries: [CacheEntry], at now: Moment) -> [CacheEntry] {
        var bytes = entries.reduce(0) { $0 + $1.bytes }
        var gone: [CacheEntry] = []
        for entry in entries.sorted(by: { ($0.usedAt, $0.name) < ($1.usedAt, $1.name) }) {
            guard bytes > self.size || (now - entry.usedAt).milliseconds >= self.age.milliseconds else { break }
            bytes -= entry.bytes
            gone.append(entry)
        }
        return gone
    }
}
