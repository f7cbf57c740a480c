import FloeCore
import FloeTesting
import Testing

@testable import FloeTasks

@Suite(.timeLimit(.minutes(5)))
struct GitOverSSHTests {
    private let task: OneTask
    private let server: SSHServer
    private let hash: String

    init() throws {
        self.task = try OneTask()
        self.server = try SSHServer()
        try TestCommand.sh(
            """
            git init -q --bare -b main served/site.git && git init -q -b main work && cd work
            git config user.name Ada && git config user.email ada@example.org
            echo one > file && git add . && git commit -qm 'First words' && git push -q ../served/site.git main
            """, in: self.task.folder.path)
        self.hash = try TestCommand.sh("git -C work rev-parse main", in: self.task.folder.path)
    }

    private var repository: String { "\(self.task.folder.path)/served/site.git" }
    private var url: String { "ssh://\(self.server.user)@127.0.0.1:\(self.server.port)\(self.repository)" }

    private func checkout(_ url: String, key: String? = "it's a key", gitKey: String? = nil) async -> Outcome {
        var options: Values = ["url": .string(url)]
        if let key { options["key-file"] = .string(self.server.folder.file(key)) }
        return await self.task.run(GitCheckoutTask(gitKey: gitKey), options, environment: ["PATH": self.server.path])
    }

    @Test func `a url of ssh and the form of scp are checked out, with the key of the node or the host's`() async throws {
        let first = await self.checkout(self.url)
        #expect(first.kind == .good && first.values["hash"] == .string(self.hash), "\(first.reason ?? "")")
        #expect(self.task.folder.text("ws/site/file") == "one\n")
        try TestCommand.sh("rm -rf ws/site cache", in: self.task.folder.path)
        let scp = await self.checkout("\(self.server.user)@box:\(self.repository)", key: nil, gitKey: self.server.folder.file("it's a key"))
        #expect(scp.kind == .good && scp.values["hash"] == .string(self.hash), "\(scp.reason ?? "")")
        // The node's own goes over the host's.
        try TestCommand.sh("rm -rf ws/site cache", in: self.task.folder.path)
        #expect(await self.checkout(self.url, key: "stranger", gitKey: self.server.folder.file("it's a key")).kind == .bad)
    }

    @Test(arguments: ["stranger", "none-such"]) func `a key that is not let in is told, and nobody is asked`(key: String) async throws {
        let outcome = await self.checkout(self.url, key: key)
        #expect(outcome.kind == .bad)
        #expect(outcome.reason?.contains("refused access; give a key (key-file)") == true, "\(outcome.reason ?? "")")
        #expect(self.task.folder.names("ws") == [])
    }

    @Test func `a host key that is not known, and one that has changed, are told apart`() async throws {
        try TestCommand.sh(": > known_hosts", in: self.server.folder.path)
        let unknown = await self.checkout(self.url)
        #expect(unknown.kind == .bad)
        #expect(unknown.reason?.contains("is not known; add it to known_hosts") == true, "\(unknown.reason ?? "")")
        try self.server.know("other")
        let changed = await self.checkout(self.url)
        #expect(changed.kind == .bad)
        #expect(changed.reason?.contains("is another than known_hosts has") == true, "\(changed.reason ?? "")")
        #expect(self.task.folder.names("ws") == [])
    }

    @Test func `a repository and a branch that are not there, and a closed port, are told`() async throws {
        let none = await self.checkout(self.url.replacing("site.git", with: "none.git"))
        #expect(none.kind == .bad && none.reason?.contains("there is no repository at") == true, "\(none.reason ?? "")")
        let closed = await self.checkout("ssh://\(self.server.user)@127.0.0.1:1\(self.repository)")
        #expect(closed.kind == .bad && closed.reason?.contains("cannot be reached") == true, "\(closed.reason ?? "")")
        #expect(self.task.folder.names("ws") == [])
    }
}
