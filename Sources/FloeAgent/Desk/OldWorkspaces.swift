public import FloeCore
public import FloeSystem
internal import Glibc

/// Removes workspaces of runs that were at work on an agent and are not any more: whether they go on one day is the hub's to know, so they
/// stay for a while.
public struct OldWorkspaces: Sendable {
    /// How long they stay after something was last made in them.
    public static let age = Duration.seconds(7 * 24 * 3600)
    private static let pause = Duration.seconds(3600)

    private let workspaces: Workspaces
    private let root: String
    private let isAtWork: @Sendable (RunRef) -> Bool
    private let logger: @Sendable (FileProblem) -> Void

    /// - Parameters:
    ///   - isAtWork: Whether a run has not ended, as far as the agent knows.
    ///   - told: Hears of those that cannot be removed.
    public init(root: String, isAtWork: @escaping @Sendable (RunRef) -> Bool, told: @escaping @Sendable (FileProblem) -> Void) {
        self.root = root
        self.workspaces = Workspaces(root: root)
        self.isAtWork = isAtWork
        self.logger = told
    }

    /// Looks every hour until the calling task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            // By then it is known what is at work.
            try? await Task.sleep(for: Self.pause)
            if !Task.isCancelled { await BlockingPool.shared.run { self.sweep() } }
        }
    }

    /// Removes those that are of age. Blocks.
    ///
    /// - Parameter moment: Seconds since 1970; nil for now.
    public func sweep(at moment: Int? = nil) {
        let now = moment ?? time(nil)
        let spaces = "\(self.root)/spaces"
        for flow in (try? Folder.names(in: spaces)) ?? [] {
            for name in (try? Folder.names(in: "\(spaces)/\(flow)/ws")) ?? [] {
                var status = stat()
                guard let run = RunRef(name), !self.isAtWork(run), lstat("\(spaces)/\(flow)/ws/\(name)", &status) == 0,
                    now - status.st_mtim.tv_sec > Int(Self.age.components.seconds)
                else { continue }
                do throws(FileProblem) {
                    try self.workspaces.remove(of: run, flow: flow, shared: false)
                } catch {
                    self.logger(error)
                }
            }
        }
    }
}
