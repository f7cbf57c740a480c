internal import FloeCore
internal import FloeSystem

/// What a `git-checkout` node asks for, its options read and checked.
struct GitCheckoutPlan {
    var checkout: GitCheckout
    private let url: String

    init(_ order: Order, at place: TaskPlace, gitKey: String?) throws(TaskProblem) {
        let texts = OrderTexts(order, at: place)
        let environment = try TaskEnvironment(texts, at: place).variables
        let home = environment["HOME"]
        var offered = order.offered
        func named(_ key: String) throws(TaskProblem) -> String? {
            // The file's own word counts, also where it comes to nothing.
            if let value = order.node.options[key], value != .null { return try texts.filledOption(key, inWorkspace: false) }
            return offered.lazy.compactMap { $0[key]?.text }.first
        }
        let key = try texts.filledOption("key-file").map { texts.path($0, home: home) } ?? gitKey
        if let key, !PathBytes.isAbsolute(key) {
            throw .option(order.node.id, "'key-file' must be an absolute path, or begin with ~ or ./, not '\(key)'")
        }
        let url = try named("url") ?? ""
        self.url = url
        offered.removeAll { !Self.isOf(url, $0["url"]?.text, in: place.workspace, home: home ?? "") }
        let (branch, ref, hash) = (try named("branch"), try named("ref"), try named("hash"))
        do throws(GitFailure) {
            let address = try GitAddress(self.url, in: place.workspace, home: home ?? "")
            let version = try GitVersion(branch: branch, ref: ref, hash: hash)
            let program = GitProgram(environment: environment, keyFile: key, grace: .milliseconds(order.node.grace.milliseconds))
            self.checkout = GitCheckout(address: address, version: version, folder: "", cache: place.cache + "/git", program: program)
        } catch {
            throw Self.problem(error)
        }
        if let dir = try texts.filledOption("dir") {
            self.checkout.folder = try texts.inner("dir", texts.path(dir, home: home))
        } else {
            let sub = try texts.filledOption("sub-dir").map { texts.path($0, home: home) } ?? place.workspace
            self.checkout.folder = try texts.inner("sub-dir", try texts.inner("sub-dir", sub) + "/" + self.checkout.address.repository)
        }
        self.checkout.isShared = self.checkout.folder == place.workspace
        self.checkout.clean = try texts.flag("clean")
        self.checkout.submodules = try texts.filledOption("submodules") == "recursive" ? true : try texts.flag("submodules")
        if let depth = try texts.filledOption("depth") {
            guard let number = Int(depth), (0...1_000_000_000).contains(number) else {
                throw .option(order.node.id, "'depth' must be a number of commits, or 0 for all, not '\(depth)'")
            }
            self.checkout.depth = number
        }
    }

    /// Whether versions that came with an address are those of the repository. What came with none is meant for any.
    private static func isOf(_ url: String, _ other: String?, in folder: String, home: String) -> Bool {
        guard let other, other != url else { return true }
        guard let one = try? GitAddress(url, in: folder, home: home), let two = try? GitAddress(other, in: folder, home: home) else {
            return false
        }
        return one.isSameRepository(as: two)
    }

    func values(of commit: GitCommit) -> Values {
        var values: Values = [
            "url": .string(self.checkout.address.redacted), "hash": .string(commit.hash), "author": .string(commit.author),
            "subject": .string(commit.subject),
        ]
        if let branch = commit.branch { values["branch"] = .string(branch) }
        if let ref = commit.ref { values["ref"] = .string(ref) }
        return values
    }

    /// What the remote refused is bad; what this host or the flow file keeps from being tried is an error.
    static func problem(_ failure: GitFailure) -> TaskProblem {
        let kind: Outcome.Kind =
            switch failure.kind {
            case .cancelled: .cancelled
            case .missing, .request, .folder, .diskFull: .error
            default: .bad
            }
        var problem = TaskProblem(kind, failure.message)
        problem.status = kind == .bad ? failure.status : nil
        return problem
    }
}
