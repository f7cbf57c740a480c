internal import Glibc

/// The bare repository in the host's cache that keeps every object ever fetched from one address.
///
/// It holds no branches of its own: what was fetched is kept under `refs/kept`, by a digest of its name, so that no old name is ever in the
/// way of a new one. One process at a time works in it, by a lock beside it.
public struct GitMirror: Sendable {
    let folder: String
    let address: GitAddress
    let program: GitProgram

    /// - Parameter cache: the host's folder of mirrors, `cache/git`.
    public init(cache: String, address: GitAddress, program: GitProgram) {
        self.folder = "\(cache)/\(address.digest)"
        self.address = address
        self.program = program
    }

    /// Makes the commit available, talking to the remote only for what is not here yet, and calls `use` with the mirror still locked.
    ///
    /// - Parameter depth: how many commits of history are wanted; 0 is all.
    func obtain<Result>(
        _ version: GitVersion, depth: Int, tell: @escaping @Sendable (GitNews) -> Void,
        use: (GitCommit) async throws(GitFailure) -> Result
    ) async throws(GitFailure) -> Result {
        let lock = try await self.lock {
            tell(.line("waiting for another checkout of \(self.address.redacted) on this host"))
        }
        defer { withExtendedLifetime(lock) {} }
        lock.touch()
        let result: Result
        do throws(GitFailure) {
            result = try await use(try await self.commit(version, depth: depth, tell: tell))
        } catch {
            GitFolder.sweep(self.folder)
            throw error
        }
        await self.join(tell: tell)
        return result
    }

    private func lock(whenBusy: () -> Void) async throws(GitFailure) -> FileLock {
        try GitFolder.makeParent(of: self.folder)
        do { return try await FileLock.take(self.folder + ".lock", whenBusy: whenBusy) } catch {
            throw GitFailure(error)
        }
    }

    /// Removes the mirror; the next checkout makes it anew.
    func discard() async throws(GitFailure) {
        let lock = try await self.lock {}
        defer { withExtendedLifetime(lock) {} }
        GitFolder.remove(self.folder)
    }

    /// The commit, from here or from the remote.
    private func commit(
        _ version: GitVersion, depth: Int, tell: @escaping @Sendable (GitNews) -> Void
    ) async throws(GitFailure) -> GitCommit {
        if GitFolder.exists(self.folder + "/HEAD") {
            GitFolder.sweep(self.folder)
            return try await GitFetch(mirror: self, folder: self.folder, isNew: false, depth: depth, tell: tell).commit(version)
        }
        // Made under another name: a mirror that is there is a whole one.
        let half = self.folder + ".new"
        GitFolder.remove(half)
        GitFolder.remove(self.folder)
        do {
            try GitFolder.make(half, bare: true, origin: self.address)
            let commit = try await GitFetch(mirror: self, folder: half, isNew: true, depth: depth, tell: tell).commit(version)
            try GitFolder.move(half, to: self.folder)
            return commit
        } catch {
            GitFolder.remove(half)
            throw error
        }
    }

    /// Joins packs when many have come together. What no ref names any more is kept, since a later checkout may ask for it.
    private func join(tell: @escaping @Sendable (GitNews) -> Void) async {
        let packs = GitFolder.names(in: self.folder + "/objects/pack").filter { $0.hasSuffix(".pack") }
        guard packs.count > 24 else { return }
        _ = try? await self.program.run(["repack", "-q", "-d", "--geometric=2"], in: self.folder)
        GitFolder.sweep(self.folder)
    }
}
