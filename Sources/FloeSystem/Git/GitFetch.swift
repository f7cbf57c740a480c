internal import Crypto

/// Brings one commit into a mirror that its caller has locked.
struct GitFetch {
    let mirror: GitMirror
    /// The mirror, or what is to become it.
    let folder: String
    let isNew: Bool
    let depth: Int
    let tell: @Sendable (GitNews) -> Void

    func commit(_ version: GitVersion) async throws(GitFailure) -> GitCommit {
        if let hash = version.hash { return try await self.commit(hash: hash, version) }
        if let ref = version.ref { return try await self.commit(ref: ref, version) }
        if let branch = version.branch {
            let ref = "refs/heads/\(branch)"
            return try await self.fetched(ref, branch: branch)
        }
        return try await self.head()
    }

    // MARK: by hash

    private func commit(hash: String, _ version: GitVersion) async throws(GitFailure) -> GitCommit {
        if !self.isNew, self.depth == 1 || !self.isShallow, let here = try await self.here(hash, version) { return here }
        if GitVersion.isFullHash(hash) {
            let answer = try await self.fetch(["+\(hash):\(Self.kept(hash))"])
            if answer.status == 0, let here = try await self.here(hash, version) { return here }
            let failure = self.failure(answer)
            guard [.versionNotFound, .repositoryNotFound, .other].contains(failure.kind) || answer.status == 0 else { throw failure }
            // Said of the hash, unless the repository itself is not there; the next fetch tells.
        }
        // A server that gives only what refs name, or a hash in short: the history has to be here to look it up.
        self.tell(.line("looking for commit \(hash) in the whole history"))
        let answer = try await self.fetch(["+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*"], depth: 0, prune: true)
        guard answer.status == 0 else { throw self.failure(answer) }
        if let here = try await self.here(hash, version) { return here }
        throw GitFailure(
            .versionNotFound, "\(self.mirror.address.redacted) has no commit \(hash) on any branch or tag; was it pushed there?")
    }

    private func here(_ hash: String, _ version: GitVersion) async throws(GitFailure) -> GitCommit? {
        try await self.commit(at: hash, object: hash, branch: version.branch, ref: version.ref ?? version.branch.map { "refs/heads/\($0)" })
    }

    // MARK: by name

    private func commit(ref: String, _ version: GitVersion) async throws(GitFailure) -> GitCommit {
        let branch = GitVersion.branch(of: ref) ?? version.branch
        if ref.hasPrefix("refs/") || ref == "HEAD" { return try await self.fetched(ref, branch: branch) }
        for (full, branch) in [("refs/heads/\(ref)", Optional(ref)), ("refs/tags/\(ref)", nil), ("refs/\(ref)", nil)] {
            do { return try await self.fetched(full, branch: branch, explain: false) } catch {
                guard error.kind == .versionNotFound else { throw error }
            }
        }
        if ref.utf8.count >= 7, GitVersion.isHexadecimal(ref) { return try await self.commit(hash: ref, version) }
        throw await self.missing(ref)
    }

    /// The branch that the remote shows first. It is asked for by name, so that the branch can be told and worked on.
    private func head() async throws(GitFailure) -> GitCommit {
        let refs = try await self.remote.references(matching: ["HEAD"], from: self.folder)
        guard let head = refs.first(where: { $0.name == "HEAD" }) else {
            throw GitFailure(.versionNotFound, "the repository \(self.mirror.address.redacted) is empty: it has no commit yet")
        }
        // The remote's word: git hands on whatever it says, and a branch becomes a file of the work tree's repository.
        guard let target = head.target, let branch = GitVersion.branch(of: target) else {
            return try await self.fetched("HEAD", branch: nil)
        }
        return try await self.fetched(target, branch: branch, shown: head.hash)
    }

    private func fetched(
        _ ref: String, branch: String?, shown: String? = nil, explain: Bool = true
    ) async throws(GitFailure) -> GitCommit {
        // Asking first costs a remote less than a fetch that finds nothing new, since a depth makes it reckon anew.
        if !self.isNew, self.depth == 1 || !self.isShallow, let shown = try await self.hash(of: ref, shown: shown),
            let here = try await self.commit(at: shown, object: shown, branch: branch, ref: ref)
        {
            return here
        }
        let kept = Self.kept(ref)
        let answer = try await self.fetch(["+\(ref):\(kept)"])
        guard answer.status == 0 else {
            let failure = self.failure(answer)
            throw failure.kind == .versionNotFound && explain ? await self.missing(branch ?? ref) : failure
        }
        let object = GitFolder.read("\(self.folder)/\(kept)").map { String($0.prefix { !$0.isNewline }) } ?? kept
        guard let commit = try await self.commit(at: kept, object: object, branch: branch, ref: ref) else {
            throw GitFailure(.versionNotFound, "'\(ref)' of \(self.mirror.address.redacted) names no commit")
        }
        return commit
    }

    private func hash(of ref: String, shown: String?) async throws(GitFailure) -> String? {
        if let shown { return shown }
        return try await self.remote.references(matching: [ref], from: self.folder).first { $0.name == ref }?.hash
    }

    /// A failure that names what is not there, and what is close to it.
    private func missing(_ name: String) async -> GitFailure {
        let refs = (try? await self.remote.references(matching: ["refs/heads/*", "refs/tags/*"], from: self.folder)) ?? []
        let names = refs.compactMap { $0.name.hasSuffix("^{}") ? nil : $0.name.split(separator: "/", maxSplits: 2).last.map(String.init) }
        let close = NearNames.of(name, among: names)
        let hint = close.isEmpty ? "look at its name" : "did you mean \(close.map { "'\($0)'" }.joined(separator: ", "))?"
        return GitFailure(.versionNotFound, "\(self.mirror.address.redacted) has no branch or tag '\(name)'; \(hint)")
    }

    // MARK: git

    private var remote: GitRemote { GitRemote(address: self.mirror.address, program: self.mirror.program) }

    private var isShallow: Bool { GitFolder.exists(self.folder + "/shallow") }

    private func failure(_ answer: GitAnswer) -> GitFailure {
        GitFailure(reading: answer, of: self.mirror.address, doing: "fetch")
    }

    private func fetch(_ refs: [String], depth asked: Int? = nil, prune: Bool = false) async throws(GitFailure) -> GitAnswer {
        let depth = asked ?? self.depth
        var options = ["fetch", "--progress", "--force", "--no-write-fetch-head", "--no-recurse-submodules"]
        if prune { options.append("--prune") }
        if depth == 1 { options.append("--no-tags") }
        // A mirror that has the whole history keeps it: a depth would cut it off.
        let shallow: [String] =
            switch (depth, self.isShallow) {
            case (0, true): ["--depth=2147483647"]
            case (0, false): []
            default: self.isNew || self.isShallow ? ["--depth=\(depth)"] : []
            }
        let rest = ["--end-of-options", "origin"] + refs
        let answer = try await self.git(options + shallow + rest)
        guard answer.status != 0, !shallow.isEmpty, GitFailure.isWithoutShallow(answer) else { return answer }
        self.tell(.line("the remote cannot send part of a history; all of it is fetched"))
        return try await self.git(options + rest)
    }

    private func git(_ arguments: [String]) async throws(GitFailure) -> GitAnswer {
        try await self.mirror.program.run(arguments, in: self.folder, quiet: self.mirror.program.silence, tell: self.tell)
    }

    private func commit(at name: String, object: String, branch: String?, ref: String?) async throws(GitFailure) -> GitCommit? {
        let answer = try await self.mirror.program.run(
            ["log", "-1", "--no-show-signature", "--no-color", "--format=%H%n%an <%ae>%n%s", "--end-of-options", name, "--"],
            in: self.folder)
        guard answer.status == 0 else { return nil }
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 3, GitVersion.isFullHash(lines[0]) else { return nil }
        let tag = GitVersion.isFullHash(object) ? object : lines[0]
        return GitCommit(hash: lines[0], author: lines[1], subject: lines[2], branch: branch, ref: ref, object: tag)
    }

    private static func kept(_ name: String) -> String {
        "refs/kept/"
            + SHA256.hash(data: Array(name.utf8)).prefix(12).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
            .joined()
    }
}
