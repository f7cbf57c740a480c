import Testing

@testable import Floe

struct HostConfigTests {
    private func config(
        _ flags: [String: String] = [:], environment: [String: String] = [:], files: [String: String] = [:]
    ) throws -> HostConfig {
        try HostConfig(
            SettingsReader(flags: flags, environment: environment) { path in
                guard let text = files[path] else { throw CommandFailure("no such file") }
                return text
            })
    }

    @Test func `a flag wins over a variable, a variable over a file, a file over the default`() throws {
        let environment = ["FLOE_HOST_NAME": "from-env", "FLOE_HOST_NAME_FILE": "/f", "FLOE_ADMIN_FILE": "/admin", "FLOE_TAGS": ""]
        let files = ["/f": "from-file", "/admin": "\n secret \n"]
        #expect(try self.config(["host-name": "from-flag"], environment: environment, files: files).hostName == "from-flag")
        let config = try self.config(environment: environment, files: files)
        #expect(config.hostName == "from-env")
        #expect(config.admin == "secret")
        #expect(config.tags.isEmpty)
        #expect(config.root.hasSuffix("/.floe/from-env"))
        #expect(config.publicBind == BindAddress("127.0.0.1:8080"))
        let origins = Dictionary(uniqueKeysWithValues: config.settings.map { ($0.name, $0.origin) })
        #expect(origins["host-name"] == .environment("FLOE_HOST_NAME"))
        #expect(origins["admin"] == .file("/admin"))
        #expect(origins["log-level"] == .standard)
    }

    @Test func `secrets are not printed`() throws {
        let text = SettingsTable(try self.config(["admin": "s3cret"]).settings).description
        #expect(!text.contains("s3cret"))
        #expect(text.contains("(not shown)"))
        #expect(text.contains("pub-bind"))
    }

    @Test(arguments: [
        ("host-name", "a/b", "must be letters"), ("host-name", ".x", "must be letters"), ("pub-bind", "8080", "host:port"),
        ("pub-bind", "::1:8080", "host:port"), ("pub-bind", "h:70000", "host:port"), ("log-level", "loud", "must be one of: trace"),
        ("log-format", "xml", "text or json"), ("pub-cert", "a.pem", "--pub-key"), ("hosts", "http://a:1,b:2", "no address of a host"),
    ])
    func `a value that makes no sense is told with its flag`(name: String, value: String, expected: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try self.config([name: value, "admin": "t"]) }
        #expect(failure?.status == .usage)
        #expect(failure?.description.contains("--\(name) '\(value)'") == true)
        #expect(failure?.description.contains(expected) == true)
    }

    @Test func `addresses are read as people write them`() {
        #expect(BindAddress(":80")?.host == "0.0.0.0")
        #expect(BindAddress("[::1]:80")?.host == "::1")
        #expect(BindAddress("[::1]:80")?.description == "[::1]:80")
        #expect(BindAddress("localhost:0")?.isLoopback == true)
        #expect(BindAddress("10.0.0.1:80")?.isLoopback == false)
    }
}
