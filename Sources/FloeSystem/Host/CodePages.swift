internal import CSpawn

/// The pages of programs and libraries in this process's memory.
public enum CodePages {
    /// Lets go of what only the start needed: nearly half of what a host that has nothing to do would hold. What is needed again comes
    /// back page by page, from the system's cache, within microseconds.
    public static func release() { floe_release_code() }
}
