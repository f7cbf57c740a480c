extension RunRef {
    /// The number at which a store goes on that cannot know which numbers were used before it: milliseconds since 2026-01-01 UTC. Earlier
    /// stores of the host used less than this gives at any later moment, as long as a host starts fewer than a thousand runs a second in
    /// the long run.
    public static func base(at now: Moment) -> Int { max(1, Int(now.milliseconds - 1_767_225_600_000)) }
}
