import FloeTesting
import Testing

@testable import FloeSystem

@Suite(.timeLimit(.minutes(3)))
struct GitCheckoutTests {
    @Test func `a branch over http becomes a work tree that git works in`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let url = server.url("r/site.git")
        let commit = try await fixture.checkout(url, branch: "feature/menu").run()
        #expect(commit.hash == (try fixture.hash("feature/menu")))
        #expect(commit.subject == "A menu")
        #expect(commit.author == "Ada <ada@example.org>")
        #expect(fixture.folder.text("ws/site/menu") == "menu\n")
        #expect(try fixture.git("status --porcelain") == "")
        #expect(try fixture.git("rev-parse --abbrev-ref HEAD@{upstream}") == "origin/feature/menu")
        #expect(try fixture.git("remote get-url origin") == url)
        #expect(try fixture.git("rev-list --count HEAD") == "1")
        try fixture.git("fsck --no-dangling")
        #expect(try fixture.litter() == "")
    }

    @Test(arguments: ["file://", ""])
    func `a local repository is checked out at its HEAD`(scheme: String) async throws {
        let fixture = try GitFixture()
        let commit = try await fixture.checkout(scheme + fixture.repository).run()
        #expect(commit.hash == (try fixture.hash("main")))
        #expect(commit.branch == "main")
        #expect(fixture.folder.text("ws/site/file") == "three\n")
    }

    @Test func `the tree outlives the cache`() async throws {
        let fixture = try GitFixture()
        _ = try await fixture.checkout(fixture.repository, branch: "main").run()
        try TestCommand.sh("rm -rf cache served", in: fixture.folder.path)
        try fixture.git("fsck --no-dangling")
        try fixture.git("reset --hard -q HEAD")
        try fixture.git("-c user.name=B -c user.email=b@c commit -q --allow-empty -m more")
    }

    @Test func `a hash that is here needs no network`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let hash = try fixture.hash("main")
        _ = try await fixture.checkout(server.url("r/site.git"), branch: "main").run()
        let before = try server.requests()
        let commit = try await fixture.checkout(server.url("r/site.git"), branch: "main", hash: hash, dir: "again").run()
        #expect(commit.hash == hash)
        #expect(try fixture.git("rev-parse --abbrev-ref HEAD", dir: "again") == "main")
        #expect(try server.requests() == before)
    }

    @Test(arguments: ["r", "old"])
    func `a hash no ref names is found in the history`(mode: String) async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let hash = try fixture.hash("main~2")
        let commit = try await fixture.checkout(server.url("\(mode)/site.git"), hash: hash).run()
        #expect(commit.hash == hash)
        #expect(fixture.folder.text("ws/site/file") == "one\n")
        let short = try await fixture.checkout(server.url("\(mode)/site.git"), hash: String(hash.prefix(9)), dir: "short").run()
        #expect(short.hash == hash)
    }

    @Test func `a ref may be a tag, short or in full, a branch or a hash`() async throws {
        let fixture = try GitFixture()
        for ref in ["v1.0", "refs/tags/v1.0", "tags/v1.0"] {
            let tag = try await fixture.checkout(fixture.repository, ref: ref, dir: "tag").run()
            #expect(tag.hash == (try fixture.hash("v1.0")))
            #expect(try fixture.git("describe", dir: "tag") == "v1.0")
            try TestCommand.sh("rm -rf ws/tag", in: fixture.folder.path)
        }
        let branch = try await fixture.checkout(fixture.repository, ref: "feature/menu").run()
        #expect(branch.branch == "feature/menu")
        let hash = try fixture.hash("main~1")
        #expect(try await fixture.checkout(fixture.repository, ref: hash).run().hash == hash)
        #expect(try await fixture.checkout(fixture.repository, ref: String(hash.prefix(8)), dir: "short").run().hash == hash)
    }

    @Test func `a tree of the same repository moves, keeps what is untracked and loses changes`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let url = server.url("r/site.git")
        _ = try await fixture.checkout(url, branch: "main").run()
        try TestCommand.sh("echo mine > mine && echo changed > file && touch .git/index.lock", in: fixture.workspace + "/site")
        try fixture.change("echo four > file && echo new > new && git add . && git commit -qm 'Fourth words'")
        let commit = try await fixture.checkout(url, branch: "main").run()
        #expect(commit.subject == "Fourth words")
        #expect(fixture.folder.text("ws/site/file") == "four\n")
        #expect(fixture.folder.text("ws/site/mine") == "mine\n")
        var clean = try fixture.checkout(url, branch: "feature/menu")
        clean.clean = true
        _ = try await clean.run()
        #expect(fixture.folder.names("ws/site") == [".git", "docs", "file", "menu"])
        try fixture.git("fsck --no-dangling")
        #expect(try fixture.litter() == "")
    }

    @Test func `depth brings as much history as is asked for`() async throws {
        let fixture = try GitFixture()
        let url = "file://" + fixture.repository
        for (depth, count) in [(2, "2"), (0, "3"), (1, "3")] {
            var checkout = try fixture.checkout(url, branch: "main", dir: "tree")
            checkout.depth = depth
            _ = try await checkout.run()
            #expect(try fixture.git("rev-list --count HEAD", dir: "tree") == count)
        }
        // The same in a new tree: the mirror has all of it now.
        var all = try fixture.checkout(url, branch: "main", dir: "all")
        all.depth = 0
        _ = try await all.run()
        #expect(try fixture.git("rev-list --count HEAD", dir: "all") == "3")
        #expect(try fixture.git("describe", dir: "all").hasPrefix("v1.0-1-g"))
    }

    @Test func `the workspace itself can be the tree`() async throws {
        let fixture = try GitFixture()
        var checkout = try fixture.checkout(fixture.repository, branch: "main")
        checkout.folder = fixture.workspace
        checkout.isShared = true
        try TestCommand.sh("echo other > other", in: fixture.workspace)
        _ = try await checkout.run()
        #expect(fixture.folder.names("ws") == [".git", "docs", "file", "other"])
        try TestCommand.sh("rm -rf .git docs", in: fixture.workspace)
        let failure = await checkout.failure()
        #expect(failure?.kind == .folder)
        #expect(failure?.message.contains("/ws/file is in the way") == true)
        #expect(fixture.folder.names("ws") == ["file", "other"])
    }

    @Test func `a branch may take the place of one whose name is in its way`() async throws {
        let fixture = try GitFixture()
        _ = try await fixture.checkout(fixture.repository, branch: "feature/menu").run()
        try TestCommand.sh("git branch -D feature/menu && git branch feature main", in: fixture.repository)
        #expect(try await fixture.checkout(fixture.repository, branch: "feature", dir: "other").run().hash == (try fixture.hash("main")))
    }

    @Test func `submodules come along`() async throws {
        let fixture = try GitFixture()
        try fixture.change(
            "git -c protocol.file.allow=always submodule --quiet add -b main \(fixture.repository) part 2>&1 && git commit -qm 'A part'")
        var checkout = try fixture.checkout(fixture.repository, branch: "main")
        checkout.submodules = true
        _ = try await checkout.run()
        #expect(fixture.folder.text("ws/site/part/file") == "three\n")
    }

    @Test func `ten checkouts at once share one mirror`() async throws {
        let fixture = try GitFixture()
        let server = try GitServer(root: fixture.folder.path + "/served")
        let url = server.url("r/site.git")
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...10 {
                let checkout = try fixture.checkout(url, branch: number % 2 == 0 ? "main" : "feature/menu", dir: "t\(number)")
                group.addTask { try await checkout.run().hash }
            }
            for try await _ in group {}
        }
        #expect(fixture.folder.names("ws").count == 10)
        #expect(fixture.folder.names("cache/git").count == 2)
        #expect(try fixture.litter() == "")
    }

    @Test(arguments: ["rm -f $f", "rm -f $f; echo no > $f", "rm -f $f; head -c 200 /dev/zero > $f"])
    func `a damaged mirror is made anew`(damage: String) async throws {
        let fixture = try GitFixture()
        _ = try await fixture.checkout(fixture.repository, branch: "main").run()
        try TestCommand.sh("for f in cache/git/*/objects/pack/*.pack; do \(damage); done", in: fixture.folder.path)
        _ = try await fixture.checkout(fixture.repository, branch: "main", dir: "same").run()
        #expect(try fixture.git("status --porcelain", dir: "same") == "")
        try fixture.change("echo four > file && git commit -qam 'Fourth words'")
        let commit = try await fixture.checkout(fixture.repository, branch: "main", dir: "new").run()
        #expect(commit.subject == "Fourth words")
        #expect(try fixture.git("status --porcelain", dir: "new") == "")
    }

    @Test func `many fetches do not pile up packs`() async throws {
        let fixture = try GitFixture()
        for number in 1...26 {
            try fixture.change("echo \(number) > number && git add . && git commit -qm 'Number \(number)'")
            _ = try await fixture.checkout(fixture.repository, branch: "main").run()
        }
        let mirror = try #require(fixture.folder.names("cache/git").first { !$0.hasSuffix(".lock") })
        #expect(fixture.folder.names("cache/git/\(mirror)/objects/pack").count <= 72)
        #expect(fixture.folder.text("ws/site/number") == "26\n")
        try fixture.git("fsck --no-dangling")
    }
}
