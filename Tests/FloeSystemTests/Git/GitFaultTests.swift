import FloeTesting
import Testing

@testable import FloeSystem

@Suite(.timeLimit(.minutes(5)))
struct GitFaultTests {
    private func failure(_ fixture: GitFixture, _ url: String, branch: String? = nil, hash: String? = nil) async throws -> GitFailure {
        let failure = try await fixture.checkout(url, branch: branch, hash: hash).failure()
        #expect(fixture.folder.names("ws") == [])
        #expect(fixture.folder.names("cache/git").filter { !$0.hasSuffix(".lock") } == [])
        return try #require(failure)
    }

    @Test func `a branch that is not there is named with those close to it`() async throws {
        let fixture = try GitFixture()
        let failure = try await self.failure(fixture, fixture.repository, branch: "mian")
        #expect(failure.kind == .versionNotFound)
        #expect(failure.message.hasSuffix("has no branch or tag 'mian'; did you mean 'main'?"))
        #expect(failure.status == nil || failure.status == 128)
    }

    @Test func `a hash that is not there is told`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let hash = String(repeating: "12345678", count: 5)
        for mode in ["r", "old"] {
            let failure = try await self.failure(fixture, server.url("\(mode)/site.git"), hash: hash)
            #expect(failure.kind == .versionNotFound)
            #expect(failure.message.contains("has no commit \(hash)"))
        }
    }

    @Test func `a repository that is not there is told`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        for url in [server.url("r/none.git"), "/no/such/repo.git", "file:///no/such/repo.git"] {
            let failure = try await self.failure(fixture, url, branch: "main")
            #expect(failure.kind == .repositoryNotFound, "\(failure.message)")
            #expect(failure.message.contains("no repository at \(url)"))
        }
    }

    @Test func `a repository that vanished is told, and what was checked out stays`() async throws {
        let fixture = try GitFixture()
        let first = try await fixture.checkout(fixture.repository, branch: "main").run()
        try TestCommand.sh("rm -rf served/site.git", in: fixture.folder.path)
        let again = try await fixture.checkout(fixture.repository, branch: "main").failure()
        #expect(again?.kind == .repositoryNotFound, "\(again?.message ?? "")")
        #expect(again?.message.contains("no repository at \(fixture.repository)") == true)
        #expect(fixture.folder.text("ws/site/file") == "three\n")
        #expect(try fixture.git("status --porcelain") == "")
        let other = try await fixture.checkout(fixture.repository, branch: "main", dir: "other").failure()
        #expect(other?.kind == .repositoryNotFound)
        #expect(fixture.folder.names("ws") == ["site"])
        #expect(try fixture.litter() == "")
        // What is here needs no repository elsewhere.
        _ = try await fixture.checkout(fixture.repository, hash: first.hash, dir: "other").run()
    }

    @Test func `a repository that vanishes with its server in the middle is told and leaves nothing`() async throws {
        let fixture = try GitFixture()
        var server: GitServer? = try GitServer(root: fixture.folder.path + "/served")
        let checkout = try fixture.checkout(try #require(server).url("slow/site.git"), branch: "main")
        let work = Task { await checkout.failure() }
        while try #require(server).requests() < 3 { try await Task.sleep(for: .milliseconds(5)) }
        server = nil
        let failure = await work.value
        #expect(failure?.kind == .vanished || failure?.kind == .unreachable, "\(failure?.message ?? "")")
        #expect(fixture.folder.names("ws") == [])
        #expect(try fixture.litter() == "")
    }

    @Test(arguments: ["auth", "forbidden"]) func `refused access is told and nobody is asked`(mode: String) async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let url = server.url("\(mode)/site.git").replacing("http://", with: "http://ada:secret@")
        let failure = try await self.failure(fixture, url, branch: "main")
        #expect(failure.kind == .authentication, "\(failure.message)")
        #expect(!failure.message.contains("secret"))
    }

    @Test func `a host that does not answer is told`() async throws {
        let fixture = try GitFixture()
        for url in ["http://127.0.0.1:1/site.git", "ssh://git@127.0.0.1:1/site.git", "http://no-such-host.invalid/x.git"] {
            let failure = try await self.failure(fixture, url, branch: "main")
            #expect(failure.kind == .unreachable, "\(url) \(failure.message)")
        }
    }

    @Test func `an empty repository has no HEAD`() async throws {
        let fixture = try GitFixture()
        try TestCommand.sh("git init -q --bare -b main empty.git", in: fixture.folder.path)
        let failure = try await self.failure(fixture, fixture.folder.path + "/empty.git")
        #expect(failure.message.hasSuffix("is empty: it has no commit yet"))
    }

    @Test func `a connection that breaks off leaves nothing`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let failure = try await self.failure(fixture, server.url("cut/site.git"), branch: "main")
        #expect(failure.kind == .vanished, "\(failure.message)")
    }

    @Test func `a remote that falls silent is given up`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        var checkout = try fixture.checkout(server.url("hang/site.git"), branch: "main")
        checkout.program.silence = .milliseconds(300)
        let failure = await checkout.failure()
        #expect(failure?.kind == .vanished)
        #expect(fixture.folder.names("ws") == [])
    }

    @Test(arguments: ["hang", "slow"]) func `a cancel ends git and its children and leaves nothing`(mode: String) async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let checkout = try fixture.checkout(server.url("\(mode)/site.git"), branch: "main")
        let work = Task { await checkout.failure() }
        // It is under way when the server was asked for the pack (the second request), or at all.
        while try server.requests() < (mode == "slow" ? 3 : 1) { try await Task.sleep(for: .milliseconds(5)) }
        work.cancel()
        #expect(await work.value?.kind == .cancelled)
        #expect(fixture.folder.names("ws") == [])
        #expect(fixture.folder.names("cache/git").filter { !$0.hasSuffix(".lock") } == [])
        #expect(try TestCommand.sh("pgrep -f '^git.* [f]etch .*\(fixture.folder.path)' || true") == "")
        #expect(try TestCommand.sh("pgrep -f 'remote-[h]ttp.*\(server.url(mode))' || true") == "")
    }

    @Test func `a tree of another repository is left alone`() async throws {
        let fixture = try GitFixture()
        _ = try await fixture.checkout(fixture.repository, branch: "main").run()
        try TestCommand.sh("cp -r served/site.git served/other.git", in: fixture.folder.path)
        let failure = try await fixture.checkout("\(fixture.folder.path)/served/other.git", branch: "main").failure()
        #expect(failure?.kind == .folder)
        #expect(failure?.message.contains("is a work tree of \(fixture.repository), not of") == true)
        try TestCommand.sh("rm -rf ws/site && mkdir ws/site && echo x > ws/site/x", in: fixture.folder.path)
        let busy = try await fixture.checkout(fixture.repository, branch: "main").failure()
        #expect(busy?.message.contains("no work tree of git and not empty") == true)
        #expect(fixture.folder.names("ws/site") == ["x"])
    }

    @Test(arguments: ["refs/heads/../../../../../victim", "refs/heads/-x", "refs/heads/a/../b", "refs/heads/x.lock", "refs/heads/"])
    func `a remote whose HEAD is no branch writes nothing but the tree`(head: String) async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        try Files.write(head, to: fixture.folder.path + "/served/head")
        try Files.write("mine", to: fixture.folder.path + "/ws/victim")
        let url = server.url("evil/site.git")
        // With the commit in the mirror, the remote's word is all that is asked for.
        _ = try await fixture.checkout(url, branch: "main", dir: "first").run()
        let commit = try await fixture.checkout(url).run()
        #expect(commit.branch == nil)
        #expect(fixture.folder.text("ws/victim") == "mine")
        #expect(Set(fixture.folder.names("ws")) == ["first", "site", "victim"])
        #expect(try fixture.git("rev-parse --abbrev-ref HEAD") == "HEAD")
        #expect(fixture.folder.text("ws/site/file") == "three\n")
    }

    @Test func `without git the failure says so`() async throws {
        let fixture = try GitFixture()
        var checkout = try fixture.checkout(fixture.repository, branch: "main")
        checkout.program = GitProgram(environment: ["PATH": "/nowhere"])
        let failure = await checkout.failure()
        #expect(failure?.kind == .missing)
        #expect(failure?.message == "there is no program 'git' on this host's PATH; install git")
    }

    @Test(arguments: [
        "-uhelper", "ext::sh -c id", "ssh://-oProxyCommand=id/x", "git@-host:x", "ftp://h/x", "", "http:///x", "a\nb",
        "http://h/a/\u{301}/..", "/\u{301}/..", "-\u{301}x",
    ])
    func `an address that could harm is refused`(url: String) {
        #expect(throws: GitFailure.self) { try GitAddress(url, in: "/") }
    }

    @Test(arguments: ["-x", "a..b", "a b", "x.lock", "a//b", "@{1}", "a:b", "/x", "~", "a/\u{301}/.b", "-\u{301}", "refs/heads/-x"])
    func `a branch that git would not allow is refused`(branch: String) {
        #expect(throws: GitFailure.self) { try GitVersion(branch: branch) }
        #expect(throws: GitFailure.self) { try GitVersion(ref: branch) }
    }

    @Test func `addresses give the folder that git clone would make, and their likeness`() throws {
        for (url, name) in [
            ("https://h/a/b.git", "b"), ("git@h:a/b.git", "b"), ("h:b", "b"), ("/srv/c/.git", "c"), ("ssh://g@h:22/~/d/", "d"),
            ("rel/e", "e"), ("/srv/f/\u{301}g", "\u{301}g"), ("https://h/../\u{301}i.git", "\u{301}i"),
        ] {
            #expect(try GitAddress(url, in: "/ws").repository == name)
        }
        let https = try GitAddress("https://user:word@Example.org/a/b.git", in: "/")
        #expect(https.redacted == "https://Example.org/a/b.git")
        #expect(https.isSameRepository(as: try GitAddress("git@example.org:a/b", in: "/")))
        #expect(!https.isSameRepository(as: try GitAddress("git@example.org:a/c", in: "/")))
    }
}
