internal import Glibc

/// Processes of tasks, known by what was put into their environment.
public enum MarkedProcesses {
    /// The ids of living processes with an entry of their environment that begins so. Blocks.
    public static func living(mark: String) -> [Int32] { ProcessFamily(leftBy: [], mark: mark).members() }
}
