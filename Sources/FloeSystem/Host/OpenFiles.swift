internal import Glibc

/// How many files and connections this process may have open.
public enum OpenFiles {
    /// More are not asked for: programs that we start inherit the limit, and some look at every number below it.
    private static let most: rlim_t = 65_536

    /// Raises the limit as far as the system lets this process. Call it once, at the start.
    ///
    /// - Returns: The limit from now on.
    public static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        let wanted = min(limit.rlim_max, max(limit.rlim_cur, Self.most))
        if wanted > limit.rlim_cur {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(min(limit.rlim_cur, rlim_t(Int32.max)))
    }
}
