internal import FloeCore
internal import FloeSystem

/// What a `fetch` node asks for, its options read and checked.
struct FetchPlan {
    var download: Download
    /// Absolute path of the file to make.
    var target: String

    init(_ order: Order, at place: TaskPlace, folders: [String], limit: Int64) throws(TaskProblem) {
        let texts = OrderTexts(order, at: place)
        let environment = try TaskEnvironment(texts, at: place).variables
        guard let url = try texts.filledOption("url", inWorkspace: false) else {
            throw .option(order.node.id, "it has no url; set the option 'url'")
        }
        let sum = try texts.filledOption("checksum", inWorkspace: false)
        let algorithm = try texts.filledOption("checksum-algo", inWorkspace: false)
        do throws(FetchFailure) {
            let checksum: Checksum? = if let sum { try Checksum(parsing: sum, algorithm: algorithm) } else { nil }
            self.download = try Download(url: url, checksum: checksum, environment: environment)
        } catch {
            throw Self.problem(error)
        }
        self.download.limit = limit
        var location = try texts.filledOption("location").map { texts.path($0, home: environment["HOME"]) } ?? place.workspace
        if location == place.workspace || PathBytes.endsInSlash(location) || Folder.exists(Self.full(location, place.workspace)) {
            guard let name = self.download.name else {
                throw .option(order.node.id, "the url \(self.download.shown) has no file name; give one in 'location'")
            }
            location += PathBytes.endsInSlash(location) ? name : "/" + name
        }
        var problems: [String] = []
        for root in [place.workspace] + (PathBytes.isAbsolute(location) ? folders : []) {
            switch InnerPath.resolve(location, in: root) {
            case .success(let path):
                guard !Folder.exists(path) else { throw .option(order.node.id, "'location': \(path) is a folder") }
                self.target = path
                return
            case .failure(let problem): problems.append(problem.description)
            }
        }
        let remedy = PathBytes.isAbsolute(location) ? "; a path elsewhere must lie in one of 'fetch-to'" : ""
        throw .option(order.node.id, "'location': \(problems[0])\(remedy)")
    }

    private static func full(_ path: String, _ workspace: String) -> String { PathBytes.isAbsolute(path) ? path : "\(workspace)/\(path)" }

    /// What the server refused is bad; what this host or the flow file keeps from being tried is an error.
    static func problem(_ failure: FetchFailure) -> TaskProblem {
        let kind: Outcome.Kind =
            switch failure.kind {
            case .cancelled: .cancelled
            case .request, .folder, .diskFull: .error
            default: .bad
            }
        var problem = TaskProblem(kind, failure.message)
        problem.status = kind == .bad ? failure.status : nil
        return problem
    }
}
