import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReachScenarios {
    @Test func `who cannot be reached, and where the address comes from, is told`() async throws {
        let caller = try Caller(["FLOE_URL": "http://127.0.0.1:1"])
        let nobody = try await caller.floe("run", "list")
        #expect(nobody.status == 4, "\(nobody.text)")
        #expect(nobody.text.contains("cannot reach http://127.0.0.1:1: nobody listens there"), "\(nobody.text)")
        #expect(nobody.text.contains("that is what FLOE_URL says"), "\(nobody.text)")
        let flag = try await caller.floe("run", "list", "-url", "http://no-such-host.invalid")
        #expect(flag.status == 4 && flag.text.contains("that is what --url says"), "\(flag.text)")
        let wrong = try await caller.floe("run", "list", "--url", "ftp://x")
        #expect(wrong.status == 2 && wrong.text.contains("--url 'ftp://x' is no address"), "\(wrong.text)")
    }

    @Test func `a login is tried, kept for its owner alone, used and forgotten`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let url = "http://127.0.0.1:\(client.port)"
        let caller = try Caller()
        let wrong = try await caller.floe("login", url, "--token", "guess")
        #expect(wrong.status == 4 && wrong.text.contains("does not take this token; nothing was saved"), "\(wrong.text)")
        #expect(!caller.folder.exists(".config/floe/logins.json"))
        let nobody = try await caller.floe("run", "list", "--url", url)
        #expect(nobody.status == 4 && nobody.text.contains("no token was given: log in with 'floe login \(url)'"), "\(nobody.text)")

        let typed = try caller.terminal(columns: 80, typed: [("The token for", "\(TestHost.admin)\n")], "login", url)
        #expect(typed.status == 0 && typed.text.contains("logged in to \(url), host h1"), "\(typed.text)")
        #expect(!typed.text.contains(TestHost.admin))
        #expect(try caller.sh("stat -c %a .config/floe .config/floe/logins.json") == "700\n600")
        #expect(try await caller.floe("run", "list").status == 0)
        let flag = try await caller.floe("run", "list", "--token", "guess")
        #expect(flag.status == 4 && flag.text.contains("the token is the one of --token"), "\(flag.text)")
        #expect(try await caller.floe("login", "--list").text == "* \(url)\n")
        #expect(try await caller.floe("logout").status == 0)
        #expect(try await caller.floe("run", "list", "--url", url).status == 4)
        #expect(try caller.sh("echo '\(TestHost.admin)' > t; FLOE_TOKEN_FILE=t floe login '\(url)' | grep -c 'logged in'") == "1")
    }

    @Test func `a server with a certificate of one's own authority is reached with --ca, and not without`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh(
            "cat > chain.pem <<'E'\n\(TestCertificates.firstChain)\nE\ncat > key.pem <<'E'\n\(TestCertificates.firstKey)\nE",
            in: host.folder.path)
        let (_, client) = try await host.start(["-pub_cert=chain.pem", "-pub_key=key.pem"])
        let caller = try Caller(["FLOE_URL": "https://127.0.0.1:\(client.port)", "FLOE_TOKEN": TestHost.admin])
        let strange = try await caller.floe("flow", "list")
        #expect(strange.status == 4 && strange.text.contains("give the authority's with --ca FILE or FLOE_CA"), "\(strange.text)")
        let known = try await caller.floe("flow", "list", "-ca", host.folder.file("chain.pem"))
        #expect(known.status == 0 && known.text.contains("quick"), "\(known.text)")
        caller.environment["FLOE_CA"] = host.folder.file("chain.pem")
        #expect(try await caller.floe("flow", "run", "quick").status == 0)
        let plain = try await caller.floe("flow", "list", "--url", "http://127.0.0.1:\(client.port)")
        #expect(plain.status == 4, "\(plain.text)")
    }

    @Test func `commands that there are not are told with those that are near`() async throws {
        let caller = try Caller()
        let wrong = try await caller.floe("rnu", "list")
        #expect(wrong.status == 2 && wrong.text.contains("there is no command 'floe rnu' (did you mean 'run'?)"), "\(wrong.text)")
        let below = try await caller.floe("run", "log", "h1-1")
        #expect(below.status == 2 && below.text.contains("(did you mean 'logs'?)"), "\(below.text)")
        let option = try await caller.floe("run", "list", "--flwo", "a")
        #expect(option.status == 2, "\(option.text)")
        let ref = try await caller.floe("run", "show", "forty-two")
        #expect(ref.status == 2, "\(ref.text)")
        let commands = [
            "", "run", "flow", "host", "flow run", "flow list", "run keep", "run unkeep", "host drain", "login", "serve", "exec", "plan",
            "validate",
            "schema", "doctor", "backup", "restore", "completion", "version",
        ]
        for words in commands {
            let help = try caller.start(words.split(separator: " ").map(String.init) + ["--help"])
            #expect(try await help.exit() == 0)
            #expect(help.printed.contains("EXAMPLES"), "\(help.printed)")
        }
    }
}
