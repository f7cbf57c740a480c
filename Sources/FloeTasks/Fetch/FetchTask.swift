public import FloeCore
internal import FloeSystem

/// `fetch`: a file over http(s), by way of the host's cache.
///
/// Its values are `path`, `url`, `sha256` and `size` of the file.
public struct FetchTask: TaskType {
    public var name: String { "fetch" }
    private let folders: [String]
    private let limit: Int64

    /// - Parameters:
    ///   - folders: outside the workspace, into which files may be put (`fetch-to`); absolute.
    ///   - limit: bytes; a longer file is refused.
    public init(folders: [String] = [], limit: Int64 = 64 << 30) {
        self.folders = folders
        self.limit = limit
    }

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        // The whole transfer blocks, as libcurl and files do.
        await withTaskExecutorPreference(BlockingPool.shared) { await self.work(order, at: place) }
    }

    private func work(_ order: Order, at place: TaskPlace) async -> Outcome {
        let news = TaskNews(place)
        do throws(TaskProblem) {
            let plan = try FetchPlan(order, at: place, folders: self.folders, limit: self.limit)
            news.line("floe: fetching \(plan.download.shown) to \(plan.target)")
            do throws(FetchFailure) {
                let file = try await FetchCache(folder: place.cache + "/fetch").obtain(plan.download) { told in
                    switch told {
                    case .line(let text): news.line("floe: \(text)")
                    case .progress(let got, let total): news.progress(total.map { Double(got) / Double(max(1, $0)) }, Self.text(got, total))
                    }
                }
                try file.place(at: plan.target)
                news.line("floe: \(file.size) bytes\(file.isFromCache ? " from the cache" : ""), sha256 \(file.sha256)")
                return Outcome(
                    .good, status: 0,
                    values: [
                        "path": .string(plan.target), "url": .string(AddressMask.masked(plan.download.shown)),
                        "sha256": .string(file.sha256),
                        "size": .int(file.size),
                    ])
            } catch {
                throw FetchPlan.problem(error)
            }
        } catch {
            if error.kind != .cancelled { news.line("floe: \(error.detail ?? error.reason)") }
            return Outcome(error.kind, status: error.status, reason: error.kind == .cancelled ? nil : AddressMask.masked(error.reason))
        }
    }

    private static func text(_ got: Int64, _ total: Int64?) -> String {
        guard let total, total > 0 else { return "\(got / 1_000_000) MB" }
        return "\(got * 100 / total) % of \(total / 1_000_000) MB"
    }
}
