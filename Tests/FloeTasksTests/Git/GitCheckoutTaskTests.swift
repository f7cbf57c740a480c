import FloeCore
import FloeSystem
import FloeTesting
import Logging
import Testing

@testable import FloeTasks

@Suite(.timeLimit(.minutes(5)))
struct GitCheckoutTaskTests {
    private func task() throws -> (OneTask, url: String, hash: String) {
        let task = try OneTask()
        try TestCommand.sh(
            """
            git init -q --bare -b main served/site.git && git init -q -b main work && cd work
            git config user.name Ada && git config user.email ada@example.org
            echo one > file && git add . && git commit -qm 'First words' && git branch dev
            echo two > file && git commit -qam 'Second words' && git push -q ../served/site.git main dev
            """, in: task.folder.path)
        return (task, task.folder.path + "/served/site.git", try TestCommand.sh("git -C work rev-parse main", in: task.folder.path))
    }

    @Test func `options that lack are taken from the event, the file's own win`() async throws {
        let (task, url, hash) = try self.task()
        let outcome = await task.run(
            GitCheckoutTask(), ["branch": "{{trigger.name}}", "sub-dir": "src"], offered: [["url": .string(url), "branch": "dev"]],
            values: ["trigger.name": "main"])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(outcome.status == 0)
        #expect(outcome.values["hash"] == .string(hash))
        #expect(outcome.values["url"] == .string(url))
        #expect(outcome.values["branch"] == "main")
        #expect(outcome.values["ref"] == "refs/heads/main")
        #expect(outcome.values["subject"] == "Second words")
        #expect(outcome.values["author"] == "Ada <ada@example.org>")
        #expect(task.folder.text("ws/src/site/file") == "two\n")
        #expect(task.log.first == "floe: checking out branch main of \(url) to \(task.workspace)/src/site")
        #expect(task.log.last == "floe: \(hash) Second words")
        #expect(task.log.count < 20)
    }

    @Test func `versions of another repository are not taken, but those of its own, from wherever they come`() async throws {
        let (task, url, hash) = try self.task()
        let dev = try TestCommand.sh("git -C work rev-parse dev", in: task.folder.path)
        let strange: Values = ["url": "https://example.org/tools.git", "hash": .string(String(repeating: "1", count: 40)), "branch": "x"]
        // A checkout of tools came before; the trigger was a push to the repository that this node names.
        let own = await task.run(
            GitCheckoutTask(), ["url": .string(url)],
            offered: [strange, ["url": .string("file://" + url), "hash": .string(dev), "branch": "dev"]])
        #expect(own.values["hash"] == .string(dev), "\(own.reason ?? "")")
        let head = await task.run(GitCheckoutTask(), ["url": .string(url)], offered: [strange])
        #expect(head.values["hash"] == .string(hash), "\(head.reason ?? "")")
        let form = await task.run(GitCheckoutTask(), ["url": .string(url)], offered: [["branch": "dev"]])
        #expect(form.values["hash"] == .string(dev), "\(form.reason ?? "")")
        // Without an address of its own it is the first that is offered, and versions of that one only.
        let first = await task.run(
            GitCheckoutTask(), [:], offered: [["url": .string(url)], strange, ["url": .string(url), "branch": "dev"]])
        #expect(first.values["hash"] == .string(dev), "\(first.reason ?? "")")
    }

    @Test(arguments: [("./here", "here/file"), ("a/b", "a/b/file"), (".", "file"), ("{{ws}}/x", "x/file")])
    func `dir names the work tree itself`(dir: String, file: String) async throws {
        let (task, url, _) = try self.task()
        let outcome = await task.run(GitCheckoutTask(), ["url": .string(url), "dir": .string(dir)])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(task.folder.text("ws/" + file) == "two\n")
    }

    @Test(
        arguments: [
            (["dir": "../x"], "outside"), (["dir": "../\u{301}x"], "outside"),
            (["sub-dir": "../\u{301}x"], "outside"), (["dir": "/etc"], "outside"), (["sub-dir": "a/../.."], "outside"),
            (["url": ""], "no url is given"),
            (["url": "-x"], "begins with '-'"), (["branch": "--upload-pack=id"], "no name that git allows"),
            (["depth": "some"], "'depth' must be"),
            (["clean": "perhaps"], "'clean' must be"), (["key-file": "-oProxyCommand=id"], "'key-file' must be"),
            (["hash": "xyz"], "no commit's"),
        ] as [(Values, String)])
    func `options that make no sense are an error and nothing is made`(options: Values, words: String) async throws {
        let (task, url, _) = try self.task()
        let outcome = await task.run(GitCheckoutTask(), ["url": .string(url)].merging(options) { $1 })
        #expect(outcome.kind == .error)
        #expect(outcome.reason?.contains(words) == true, "\(outcome.reason ?? "")")
        #expect(task.folder.names("ws") == [])
        #expect(task.log.last == "floe: " + (outcome.reason ?? ""))
    }

    @Test func `a link in the workspace leads no checkout out of it`() async throws {
        let (task, url, _) = try self.task()
        try TestCommand.sh("mkdir out && ln -s ../out ws/link", in: task.folder.path)
        let outcome = await task.run(GitCheckoutTask(), ["url": .string(url), "sub-dir": "link"])
        #expect(outcome.kind == .error)
        #expect(task.folder.names("out") == [])
    }

    @Test func `what the remote refuses is bad, with its reason`() async throws {
        let (task, url, _) = try self.task()
        let branch = await task.run(GitCheckoutTask(), ["url": .string(url), "branch": "maim"])
        #expect(branch.kind == .bad)
        #expect(branch.reason == "\(url) has no branch or tag 'maim'; did you mean 'main'?")
        let none = await task.run(GitCheckoutTask(), ["url": "/no/such.git"])
        #expect(none.kind == .bad)
        #expect(none.status == 128)
    }

    @Test func `a template that names nothing is bad`() async throws {
        let (task, url, _) = try self.task()
        let outcome = await task.run(GitCheckoutTask(), ["url": .string(url), "branch": "{{trigger.none}}"])
        #expect(outcome.kind == .bad)
        #expect(outcome.reason == "template")
    }

    @Test func `a timeout ends git, and is told`() async throws {
        let (task, _, _) = try self.task()
        let server = try GitServer(root: task.folder.path + "/served")
        let keeper = KeeperClient.within(Logger(label: "tests"))
        keeper.open()
        let hooked = HookedTask(GitCheckoutTask(), keeper)
        let outcome = await task.run(hooked, ["url": .string(server.url("hang/site.git"))], keeper: keeper.instance) {
            $0.timeout = Span(milliseconds: 300)
            $0.grace = Span(milliseconds: 500)
        }
        #expect(outcome.kind == .timedOut)
        #expect(task.folder.names("ws") == [])
        await keeper.leave()
    }

    @Test func `progress is announced and the log has each phase once`() async throws {
        let (task, _, _) = try self.task()
        let server = try GitServer(root: task.folder.path + "/served")
        let outcome = await task.run(GitCheckoutTask(), ["url": .string(server.url("r/site.git"))])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(task.progress.all.contains { $0.1.hasPrefix("Receiving objects") || $0.1.hasPrefix("Counting objects") })
        #expect(task.log.filter { $0.contains("Counting objects") }.count <= 1)
    }
}
