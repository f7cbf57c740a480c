public import FloeCore
internal import FloeSystem

/// `git-checkout`: a version of a repository as a work tree in the workspace.
///
/// `url`, `branch`, `ref` and `hash` that the node lacks come from the event or the trigger. Its values are `url`, `branch`, `ref`, `hash`,
/// `author` and `subject` of what was checked out.
public struct GitCheckoutTask: TaskType {
    public var name: String { "git-checkout" }
    private let gitKey: String?

    /// - Parameter gitKey: private key for ssh where the node names none; nil leaves it to the system.
    public init(gitKey: String? = nil) { self.gitKey = gitKey }

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        // Files are made and removed all along: the pool is where that may block.
        await withTaskExecutorPreference(BlockingPool.shared) { await self.work(order, at: place) }
    }

    private func work(_ order: Order, at place: TaskPlace) async -> Outcome {
        let news = TaskNews(place)
        do throws(TaskProblem) {
            let plan = try GitCheckoutPlan(order, at: place, gitKey: self.gitKey)
            news.line(
                "floe: checking out \(plan.checkout.version.description) of \(plan.checkout.address.redacted) to \(plan.checkout.folder)")
            do {
                let commit = try await plan.checkout.run { [progress = GitTaskProgress(news)] in progress.hear($0) }
                news.line("floe: \(commit.hash) \(commit.subject)")
                return Outcome(.good, status: 0, values: plan.values(of: commit))
            } catch {
                throw GitCheckoutPlan.problem(error)
            }
        } catch {
            if error.kind != .cancelled { news.line("floe: \(error.detail ?? error.reason)") }
            return Outcome(error.kind, status: error.status, reason: error.kind == .cancelled ? nil : AddressMask.masked(error.reason))
        }
    }
}
