import FloeTesting

@testable import FloeSystem

/// A repository `site.git` with a few commits, branches and a tag, a cache and a workspace, all in one folder.
struct GitFixture {
    let folder: TemporaryFolder
    let environment: [String: String]
    var cache: String { self.folder.path + "/cache/git" }
    var workspace: String { self.folder.path + "/ws" }
    var repository: String { self.folder.path + "/served/site.git" }

    init() throws {
        self.folder = try TemporaryFolder()
        self.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": self.folder.path, "USER": "test"]
        try TestCommand.sh("cp -r '\(try Self.template.get().path)/.' .", in: self.folder.path)
    }

    /// Made once, for all to copy.
    private static let template = Result {
        let folder = try TemporaryFolder()
        try TestCommand.sh(
            """
            mkdir ws served && git init -q --bare -b main served/site.git && git init -q -b main work && cd work
            \(Self.identity)
            echo one > file && mkdir docs && echo text > docs/page && git add . && git commit -qm 'First words'
            echo two > file && git commit -qam 'Second words' && git tag -a v1.0 -m 'One'
            git checkout -qb feature/menu && echo menu > menu && git add . && git commit -qm 'A menu'
            git checkout -q main && echo three > file && git commit -qam 'Third words'
            git remote add origin ../served/site.git && git push -q --all && git push -q --tags
            """, in: folder.path)
        return folder
    }

    static let identity = "git config user.name Ada && git config user.email ada@example.org && git config commit.gpgsign false"

    /// Runs a script in the repository's own work tree, then pushes its branches.
    @discardableResult
    func change(_ script: String) throws -> String {
        let output = try TestCommand.sh(script, in: self.folder.path + "/work")
        try TestCommand.sh("git push -q --all --force", in: self.folder.path + "/work")
        return output
    }

    func hash(_ name: String) throws -> String { try TestCommand.sh("git rev-parse '\(name)^{commit}'", in: self.folder.path + "/work") }

    var program: GitProgram { GitProgram(environment: self.environment, grace: .seconds(1)) }

    func checkout(
        _ url: String, branch: String? = nil, ref: String? = nil, hash: String? = nil, dir: String = "site"
    ) throws -> GitCheckout {
        GitCheckout(
            address: try GitAddress(url, in: self.workspace), version: try GitVersion(branch: branch, ref: ref, hash: hash),
            folder: "\(self.workspace)/\(dir)", cache: self.cache, program: self.program)
    }

    /// What a command says in the work tree.
    @discardableResult
    func git(_ arguments: String, dir: String = "site") throws -> String {
        try TestCommand.sh("git \(arguments)", in: "\(self.workspace)/\(dir)")
    }

    /// Locks and half-made things anywhere in the cache and the workspace; must be none.
    func litter() throws -> String {
        try TestCommand.sh(
            "find cache ws \\( -path 'cache/git/*/*.lock' -o -path 'ws/*.lock' -o -name '*.new' "
                + "-o -name '.floe-*' -o -name '*.floe-*' -o -name 'tmp_*' \\) "
                + "2>/dev/null || true", in: self.folder.path)
    }
}

extension GitCheckout {
    /// Runs it without listening.
    func run() async throws(GitFailure) -> GitCommit { try await self.run { _ in } }

    /// The failure it ends with.
    func failure() async -> GitFailure? {
        do { _ = try await self.run() } catch { return error }
        return nil
    }
}
