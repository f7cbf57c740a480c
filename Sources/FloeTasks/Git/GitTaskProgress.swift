internal import FloeSystem

/// Makes one measure of git's phases.
struct GitTaskProgress: Sendable {
    private let news: TaskNews

    init(_ news: TaskNews) { self.news = news }

    func hear(_ news: GitNews) {
        switch news {
        case .line(let text): self.news.line(text)
        case .progress(let phase, let done):
            let text = "\(phase) \(Int((done * 100).rounded())) %"
            let part: ClosedRange<Double>? =
                switch phase {
                case "Receiving objects": 0.05...0.8
                case "Resolving deltas": 0.8...0.9
                case "Updating files": 0.9...1
                default: nil
                }
            self.news.progress(part.map { $0.lowerBound + done * ($0.upperBound - $0.lowerBound) }, text)
        }
    }
}
