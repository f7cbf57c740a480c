/// One checkout: a version of a repository as a work tree in a folder, by way of the host's mirror.
public struct GitCheckout: Sendable {
    public var address: GitAddress
    public var version: GitVersion
    /// Absolute path of the work tree.
    public var folder: String
    /// The host's folder of mirrors.
    public var cache: String
    public var program: GitProgram
    /// Commits of history; 0 is all of it.
    public var depth = 1
    /// Removes what git does not track from a tree that is there.
    public var clean = false
    public var submodules = false
    /// A folder that is there and may hold other things already: the workspace itself.
    public var isShared = false

    public init(address: GitAddress, version: GitVersion, folder: String, cache: String, program: GitProgram) {
        self.address = address
        self.version = version
        self.folder = folder
        self.cache = cache
        self.program = program
    }

    /// Makes or moves the work tree. When it fails or is cancelled a new tree is not left behind in part.
    public func run(tell: @escaping @Sendable (GitNews) -> Void) async throws(GitFailure) -> GitCommit {
        let isThere = try await self.isTreeThere()
        let mirror = GitMirror(cache: self.cache, address: self.address, program: self.program)
        func once() async throws(GitFailure) -> GitCommit {
            isThere ? try await self.move(mirror, tell) : try await self.make(mirror, tell)
        }
        do throws(GitFailure) { return try await once() } catch {
            guard error.kind == .damaged else { throw error }
            tell(.line("\(error.message); the host's copy is made anew"))
            try await mirror.discard()
            return try await once()
        }
    }

    /// Whether there is a work tree of this repository; anything else in the way is a failure.
    private func isTreeThere() async throws(GitFailure) -> Bool {
        guard GitFolder.exists(self.folder) else { return false }
        guard GitFolder.isFolder(self.folder) else { throw GitFailure(.folder, "\(self.folder) is in the way: it is no folder") }
        guard GitFolder.exists(self.folder + "/.git") else {
            guard self.isShared || GitFolder.names(in: self.folder).isEmpty else {
                throw GitFailure(
                    .folder, "\(self.folder) is in the way: it is no work tree of git and not empty; remove it or set another 'dir'")
            }
            return false
        }
        GitFolder.sweep(self.folder + "/.git")
        let answer = try await self.program.run(["config", "--file", ".git/config", "--get", "remote.origin.url"], in: self.folder)
        let url = String(answer.output.prefix { $0 != "\n" })
        if url == self.address.text { return true }
        if let other = try? GitAddress(url, in: self.folder), other.isSameRepository(as: self.address) {
            // With a password in it, it would stand in an argument list, which all users of the host can read.
            if self.address.redacted == self.address.text {
                try await self.git(["config", "--file", ".git/config", "remote.origin.url", self.address.text], "set origin")
            }
            return true
        }
        throw GitFailure(
            .folder,
            "\(self.folder) is a work tree of \(url.isEmpty ? "no remote" : GitAddress.withoutUser(url)), not of \(self.address.redacted); "
                + "set another 'dir' or remove it first")
    }

    // MARK: a new tree

    private func make(_ mirror: GitMirror, _ tell: @escaping @Sendable (GitNews) -> Void) async throws(GitFailure) -> GitCommit {
        let isThere = GitFolder.exists(self.folder)
        try GitFolder.makeParent(of: self.folder)
        // Beside the final place, so that moving it there is one rename; within, where that place is a folder which must stay.
        let half = "\(self.folder)\(isThere ? "/" : "").floe-checkout-\(UInt32.random(in: 0...UInt32.max))"
        do throws(GitFailure) {
            let commit = try await mirror.obtain(self.version, depth: self.depth, tell: tell) { commit throws(GitFailure) in
                try GitFolder.make(half + "/.git", bare: false, origin: self.address)
                try self.share(mirror.folder, with: half + "/.git")
                if self.depth != 1 { try await self.copyTags(mirror.folder, to: half + "/.git") }
                return commit
            }
            try await self.switchTo(commit, in: half, isNew: true, tell)
            if isThere {
                let names = GitFolder.names(in: half)
                if let name = names.first(where: { GitFolder.exists("\(self.folder)/\($0)") }) {
                    throw GitFailure(.folder, "\(self.folder)/\(name) is in the way of the checkout; remove it or set another 'dir'")
                }
                // The repository last: without it there is no tree yet.
                for name in names.filter({ $0 != ".git" }) + [".git"] {
                    try GitFolder.move("\(half)/\(name)", to: "\(self.folder)/\(name)")
                }
                GitFolder.remove(half)
            } else {
                try GitFolder.move(half, to: self.folder)
            }
            return commit
        } catch {
            GitFolder.remove(half)
            throw error
        }
    }

    /// Gives the tree all objects of the mirror.
    ///
    /// By hard links of the packs, which cost no time and no disk whatever their size. `objects/info/alternates` would be as quick, but a
    /// tree that borrows is broken when the cache is removed or repacked, while links live on; a fetch from the mirror would copy.
    private func share(_ mirror: String, with repository: String) throws(GitFailure) {
        let names = GitFolder.names(in: mirror + "/objects/pack").filter { name in
            [".pack", ".rev", ".idx"].contains { name.hasSuffix($0) } && !name.hasPrefix("tmp_")
        }
        do {
            for name in names {
                try FilePlacing.linkOrCopy("\(mirror)/objects/pack/\(name)", to: "\(repository)/objects/pack/\(name)")
            }
        } catch {
            throw GitFailure(error)
        }
        if let shallow = GitFolder.read(mirror + "/shallow") { try GitFolder.write(shallow, to: repository + "/shallow") }
    }

    private func copyTags(_ mirror: String, to repository: String) async throws(GitFailure) {
        let tags = try await self.program.run(
            ["for-each-ref", "--format=%(objectname) %(refname)", "refs/tags"], in: mirror, limit: 64 << 20)
        if !tags.output.isEmpty { try GitFolder.write(tags.output, to: repository + "/packed-refs") }
    }

    // MARK: a tree that is there

    private func move(_ mirror: GitMirror, _ tell: @escaping @Sendable (GitNews) -> Void) async throws(GitFailure) -> GitCommit {
        do throws(GitFailure) {
            let commit = try await mirror.obtain(self.version, depth: self.depth, tell: tell) { commit throws(GitFailure) in
                let has = try await self.program.run(["cat-file", "-e", commit.object + "^{commit}"], in: self.folder)
                if has.status != 0 || self.depth != 1 {
                    var refs = ["+\(commit.object):refs/floe/checkout"]
                    if self.depth != 1 { refs.append("+refs/tags/*:refs/tags/*") }
                    // The depth of what is here already stays; only a deeper one that is asked for is taken over.
                    let depth = self.depth == 1 ? "--update-shallow" : "--depth=\(self.depth == 0 ? 2_147_483_647 : self.depth)"
                    try await self.git(
                        [
                            "-c", "protocol.file.allow=always", "fetch", "-q", "--force", "--no-tags", "--no-write-fetch-head",
                            "--no-recurse-submodules", depth, "--end-of-options", mirror.folder,
                        ] + refs, "fetch from the host's mirror")
                }
                return commit
            }
            try await self.switchTo(commit, in: self.folder, isNew: false, tell)
            if self.clean { try await self.git(["clean", "-ffdxq"], "clean the work tree") }
            return commit
        } catch {
            GitFolder.sweep(self.folder + "/.git")
            throw error
        }
    }

    // MARK: both

    private func switchTo(
        _ commit: GitCommit, in tree: String, isNew: Bool, _ tell: @escaping @Sendable (GitNews) -> Void
    ) async throws(GitFailure) {
        var target = ["--detach", commit.hash]
        if let ref = commit.ref, ref.hasPrefix("refs/tags/"), commit.object != commit.hash || self.version.hash == nil {
            try await self.git(["update-ref", ref, commit.object], "note the tag", in: tree)
        } else if let branch = commit.branch, GitVersion.isName(branch) {
            let remote = "refs/remotes/origin/\(branch)"
            var isNoted = isNew
            if isNew {
                try GitFolder.makeParent(of: "\(tree)/.git/\(remote)")
                try GitFolder.write(commit.hash + "\n", to: "\(tree)/.git/\(remote)")
            } else {
                isNoted = try await self.program.run(["update-ref", remote, commit.hash], in: tree).status == 0
            }
            target = isNoted ? ["-B", branch, "--track", remote] : ["-B", branch, commit.hash]
        }
        try await self.git(["checkout", "--progress", "-q", "--force"] + target + ["--"], "check out \(commit.hash)", in: tree, tell)
        guard self.submodules else { return }
        try await self.git(["submodule", "--quiet", "sync", "--recursive"], "read the submodules", in: tree)
        // A repository of this machine may name others of it; one from elsewhere may not.
        let local = self.address.form == .local ? ["-c", "protocol.file.allow=always"] : []
        let depth = self.depth > 0 ? ["--depth", String(self.depth)] : []
        try await self.git(
            local + ["submodule", "update", "--init", "--recursive", "--force", "--progress"] + depth, "fetch the submodules", in: tree,
            tell,
            quiet: self.program.silence)
    }

    private func git(
        _ arguments: [String], _ action: String, in tree: String? = nil, _ tell: @escaping @Sendable (GitNews) -> Void = { _ in },
        quiet: Duration? = nil
    ) async throws(GitFailure) {
        let answer = try await self.program.run(arguments, in: tree ?? self.folder, quiet: quiet, tell: tell)
        if answer.status != 0 { throw GitFailure(reading: answer, of: self.address, doing: action) }
    }
}
