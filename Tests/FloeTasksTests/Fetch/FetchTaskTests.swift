import FloeCore
import FloeTesting
import Testing

@testable import FloeTasks

@Suite(.timeLimit(.minutes(5)))
struct FetchTaskTests {
    /// A task and a server of `tool.bin`, 300,000 bytes, and of `empty`.
    private func task() throws -> (OneTask, FileServer, sha256: String) {
        let task = try OneTask()
        let sum = try TestCommand.sh(
            ": > empty && head -c 300000 /dev/urandom > tool.bin && sha256sum tool.bin | cut -d' ' -f1", in: task.folder.path + "/served")
        return (task, try FileServer(root: task.folder.path + "/served"), sum)
    }

    private func isWhole(_ task: OneTask, _ file: String) -> Bool {
        (try? TestCommand.sh("cmp served/tool.bin '\(file)'", in: task.folder.path)) != nil
    }

    @Test func `a file comes to the workspace under its own name`() async throws {
        let (task, server, sum) = try self.task()
        let outcome = await task.run(FetchTask(), ["url": .string(server.url("f/tool.bin?x=1"))])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(outcome.values["path"] == .string(task.workspace + "/tool.bin"))
        #expect(outcome.values["sha256"] == .string(sum))
        #expect(outcome.values["size"] == 300_000)
        #expect(self.isWhole(task, "ws/tool.bin"))
        #expect(task.folder.names("cache/fetch/partial").filter { !$0.hasSuffix(".lock") } == [])
    }

    @Test(arguments: [
        ("get/", "get/tool.bin"), ("./get/it", "get/it"), ("it", "it"), (".", "tool.bin"), ("{{ws}}/it", "it"), ("there", "there/tool.bin"),
    ])
    func `a relative location is one of the workspace, a trailing slash keeps the name`(location: String, path: String) async throws {
        let (task, server, _) = try self.task()
        try TestCommand.sh("mkdir there && echo old > it", in: task.workspace)
        for _ in 1...2 {
            let outcome = await task.run(FetchTask(), ["url": .string(server.url("f/tool.bin")), "location": .string(location)])
            #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
            #expect(self.isWhole(task, "ws/" + path))
        }
        #expect(try TestCommand.sh("find ws -name '.floe*'", in: task.folder.path) == "")
    }

    @Test func `a part that nobody asked for is not taken for the file`() async throws {
        let (task, server, _) = try self.task()
        let outcome = await task.run(FetchTask(), ["url": .string(server.url("part/tool.bin"))])
        #expect(outcome.kind == .bad)
        #expect(outcome.status == 206)
        #expect(outcome.reason?.contains("sent a part of the file") == true, "\(outcome.reason ?? "")")
        #expect(task.folder.names("ws") == [])
    }

    @Test func `location may not leave the workspace but for the folders that are named`() async throws {
        let (task, server, _) = try self.task()
        try TestCommand.sh("mkdir out tools && ln -s ../out ws/link", in: task.folder.path)
        let url = Value.string(server.url("f/tool.bin"))
        for location in ["../x", "../\u{301}x", "link/x", "\(task.folder.path)/out/", "/etc/x"] {
            let outcome = await task.run(FetchTask(folders: [task.folder.path + "/tools"]), ["url": url, "location": .string(location)])
            #expect(outcome.kind == .error)
            #expect(outcome.reason?.contains("outside") == true)
        }
        let inside = await task.run(
            FetchTask(folders: [task.folder.path + "/tools"]), ["url": url, "location": .string(task.folder.path + "/tools/")])
        #expect(inside.kind == .good, "\(inside.reason ?? "")")
        #expect(task.folder.exists("tools/tool.bin"))
        #expect(task.folder.names("out") == [])
        #expect(try server.requests().count == 1)
    }

    @Test func `sha256, sha1 and md5, also as sum and filename, are held to, and found in the cache`() async throws {
        let (task, server, sum) = try self.task()
        let sha1 = try TestCommand.sh("sha1sum served/tool.bin", in: task.folder.path)
        let md5 = try TestCommand.sh("md5sum served/tool.bin | cut -d' ' -f1", in: task.folder.path)
        let url = Value.string(server.url("f/tool.bin"))
        for options: Values in [
            ["checksum": .string(sum.uppercased())], ["checksum": .string(sha1), "checksum-algo": "sha1"], ["checksum": .string(md5)],
        ] {
            for _ in 1...2 {
                let outcome = await task.run(FetchTask(), ["url": url].merging(options) { $1 })
                #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
            }
        }
        #expect(try server.requests().count == 3)
    }

    @Test func `a bad sum is told, and nothing is kept`() async throws {
        let (task, server, sum) = try self.task()
        let wrong = String(sum.reversed())
        let outcome = await task.run(FetchTask(), ["url": .string(server.url("f/tool.bin")), "checksum": .string(wrong)])
        #expect(outcome.kind == .bad)
        #expect(outcome.reason?.contains("has the sha256 sum \(sum), not \(wrong)") == true)
        #expect(task.folder.names("ws") == [])
        #expect(try TestCommand.sh("find cache/fetch -type f ! -name '*.lock'", in: task.folder.path) == "")
    }

    @Test func `without a checksum the server says whether the file is still the same`() async throws {
        let (task, server, _) = try self.task()
        let options: Values = ["url": .string(server.url("f/tool.bin"))]
        _ = await task.run(FetchTask(), options)
        try TestCommand.sh("rm ws/tool.bin", in: task.folder.path)
        let again = await task.run(FetchTask(), options)
        #expect(again.kind == .good)
        #expect(task.log.last?.contains("from the cache") == true)
        #expect(self.isWhole(task, "ws/tool.bin"))
        try TestCommand.sh("echo changed > served/tool.bin", in: task.folder.path)
        #expect(await task.run(FetchTask(), options).kind == .good)
        #expect(task.folder.text("ws/tool.bin") == "changed\n")
    }

    @Test func `what a task did to a linked file never comes back from the cache`() async throws {
        let (task, server, sum) = try self.task()
        let options: Values = ["url": .string(server.url("f/tool.bin")), "checksum": .string(sum)]
        _ = await task.run(FetchTask(), options)
        try TestCommand.sh(
            "chmod u+w ws/tool.bin && printf x | dd of=ws/tool.bin conv=notrunc status=none && rm ws/tool.bin", in: task.folder.path)
        let again = await task.run(FetchTask(), options)
        #expect(again.kind == .good)
        #expect(self.isWhole(task, "ws/tool.bin"))
    }

    @Test func `a download that breaks off goes on where it was`() async throws {
        let (task, server, sum) = try self.task()
        let outcome = await task.run(FetchTask(), ["url": .string(server.url("cut/tool.bin")), "checksum": .string(sum)])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(self.isWhole(task, "ws/tool.bin"))
        let requests = try server.requests()
        #expect(requests.count > 2)
        #expect(requests[1].hasSuffix("bytes=150000-"))
    }

    @Test func `a download that never gets further ends`() async throws {
        let (task, server, _) = try self.task()
        let outcome = await task.run(FetchTask(), ["url": .string(server.url("short/tool.bin"))])
        #expect(outcome.kind == .bad)
        #expect(outcome.reason?.contains("broke off") == true, "\(outcome.reason ?? "")")
        #expect(try TestCommand.sh("find cache/fetch ws -type f ! -name '*.lock'", in: task.folder.path) == "")
    }

    @Test func `redirects are followed, but not for ever nor elsewhere`() async throws {
        let (task, server, _) = try self.task()
        let good = await task.run(FetchTask(), ["url": .string(server.url("to/to/f/tool.bin"))])
        #expect(good.kind == .good, "\(good.reason ?? "")")
        #expect(self.isWhole(task, "ws/tool.bin"))
        let loop = await task.run(FetchTask(), ["url": .string(server.url("loop/x"))])
        #expect(loop.reason?.contains("redirects more than 10 times") == true)
        let away = await task.run(FetchTask(), ["url": .string(server.url("away/x"))])
        #expect(away.reason?.contains("redirects to file:///etc/passwd, which is none of http(s)") == true)
    }

    @Test func `a 404 is told with its url`() async throws {
        let (task, server, _) = try self.task()
        let none = await task.run(FetchTask(), ["url": .string(server.url("f/none"))])
        #expect(none.kind == .bad)
        #expect(none.status == 404)
        #expect(none.reason == "there is nothing at \(server.url("f/none")): HTTP 404; look at the url")
        let broken = await task.run(FetchTask(), ["url": .string(server.url("status/503"))])
        #expect(broken.kind == .bad)
        #expect(broken.status == 503)
        let refused = await task.run(FetchTask(), ["url": .string(server.url("status/401").replacing("//", with: "//ada:hunter2@"))])
        #expect(refused.reason?.contains("refused access") == true)
        #expect(!task.log.joined().contains("hunter2"))
        #expect(task.folder.names("ws") == [])
    }

    @Test func `a host that cannot be reached is told`() async throws {
        let (task, _, _) = try self.task()
        for url in ["http://127.0.0.1:1/x", "http://no-such-host.invalid/x"] {
            let outcome = await task.run(FetchTask(), ["url": .string(url)])
            #expect(outcome.kind == .bad)
            #expect(outcome.reason?.contains("cannot be reached") == true, "\(outcome.reason ?? "")")
        }
    }

    @Test(arguments: [("f/empty", 0), ("plain/tool.bin", 300_000)])
    func `empty files and servers without validators work`(path: String, size: Int64) async throws {
        let (task, server, _) = try self.task()
        for _ in 1...2 {
            let outcome = await task.run(FetchTask(), ["url": .string(server.url(path))])
            #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
            #expect(outcome.values["size"] == .int(size))
        }
    }

    @Test func `a file longer than the bound is refused`() async throws {
        let (task, server, _) = try self.task()
        let outcome = await task.run(FetchTask(limit: 1000), ["url": .string(server.url("f/tool.bin"))])
        #expect(outcome.kind == .bad)
        #expect(outcome.reason?.contains("at most 1000 are taken") == true)
        #expect(try TestCommand.sh("find cache/fetch ws -type f ! -name '*.lock'", in: task.folder.path) == "")
    }

    @Test(arguments: ["hang/tool.bin", "stall/tool.bin"]) func `a cancel ends it, and what came is used later`(path: String) async throws {
        let (task, server, _) = try self.task()
        let work = Task { await task.run(FetchTask(), ["url": .string(server.url(path))]) }
        while try server.requests().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        work.cancel()
        #expect(await work.value.kind == .cancelled)
        #expect(task.folder.names("ws") == [])
    }

    @Test func `proxies come from the environment of the task`() async throws {
        let (task, server, _) = try self.task()
        let outcome = await task.run(
            FetchTask(), ["url": "http://no-such-host.invalid/f/tool.bin"], environment: ["http_proxy": "http://127.0.0.1:\(server.port)"])
        #expect(outcome.kind == .good, "\(outcome.reason ?? "")")
        #expect(self.isWhole(task, "ws/tool.bin"))
    }

    @Test(
        arguments: [
            (["url": "ftp://h/x"], "must begin with http"), (["url": "http://h/a b"], "blanks"), ([:], "no url"),
            (["url": "http://h/"], "no file name"),
            (["url": "http://h/%2e%2e"], "no file name"), (["url": "http://h/a%2Fb"], "no file name"),
            (["url": "http://h/x", "checksum": "12"], "2 digits"), (["url": "http://h/x", "checksum": "zz"], "not hexadecimal"),
            (["url": "http://h/x", "checksum": "12", "checksum-algo": "crc"], "unknown"),
        ] as [(Values, String)])
    func `options that make no sense are an error`(options: Values, words: String) async throws {
        let outcome = await (try OneTask()).run(FetchTask(), options)
        #expect(outcome.kind == .error)
        #expect(outcome.reason?.contains(words) == true, "\(outcome.reason ?? "")")
    }

    @Test func `ten tasks that want one file move it once`() async throws {
        let (task, server, _) = try self.task()
        await withTaskGroup(of: Outcome.self) { group in
            for number in 1...10 {
                group.addTask {
                    await task.run(FetchTask(), ["url": .string(server.url("f/tool.bin")), "location": .string("n\(number)")])
                }
            }
            for await outcome in group { #expect(outcome.kind == .good, "\(outcome.reason ?? "")") }
        }
        #expect(task.folder.names("ws").count == 10)
        #expect(task.folder.names("cache/fetch/data").count == 1)
    }
}
