import FloeAPI
import FloeCore
import FloeTesting
import HTTPTypes
import NIOCore
import Testing

@testable import FloeServer

@Suite("Sign-in", .timeLimit(.minutes(5)))
struct SignInTests {
    /// What needs no session. Everything else does; a route that is added without thought fails here.
    static let open: Set<String> = [
        "GET /healthz", "GET /readyz", "GET /version", "GET /", "GET /app", "GET /app/{path...}", "GET /static/{path...}",
        "POST /build/api/login", "GET /build/api/login",
    ]

    @Test func `Without a session all routes but those listed here answer 401`() async throws {
        try await ServerFixture().running { site in
            for route in site.fixture.server.routes {
                let path = route.path.replacing("{ref}", with: "h1-1").replacing("{path...}", with: "x").replacing("{id}", with: "x")
                    .replacing("{node}", with: "x").replacing("{name}", with: "x").replacing("{flow}", with: "x.svg")
                let isOpen = Self.open.contains("\(route.method) \(route.path)")
                #expect((route.access == .open) == isOpen, "\(route.method) \(route.path)")
                let none = try await site.ask(route.method.rawValue, path, headers: [:]).status
                let wrong = try await site.ask(route.method.rawValue, path, headers: ["X-Floe-Auth": "wrong"]).status
                let cookie = try await site.ask(route.method.rawValue, path, headers: ["Cookie": "floe-sesh=made-up"]).status
                if isOpen {
                    #expect(wrong != 403)
                } else {
                    #expect([none, wrong, cookie] == [401, 401, 401], "\(route.method) \(route.path)")
                }
            }
        }
    }

    @Test func `The admin token works in X-Floe-Auth and as a bearer`() async throws {
        try await ServerFixture().running { site in
            #expect(try await site.get("/me").values == ["name": "token", "host": "h1", "version": "1.2.3"])
            let bearer = try await site.ask("GET", "/build/api/me", headers: ["Authorization": "Bearer \(ServerFixture.admin)"])
            #expect(bearer.status == 200)
        }
    }

    @Test func `A session begins with the token, outlives a restart and ends with logout`() async throws {
        let folder = try TemporaryFolder()
        let cookies = Texts()
        try await ServerFixture(folder: folder).running { site in
            #expect(try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"wrong"}"#).status == 401)
            let login = try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"\#(ServerFixture.admin)"}"#)
            #expect(login.status == 204)
            let cookie = try #require(login.headers["set-cookie"])
            for part in ["HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("Secure"))
            cookies.add(String(cookie.prefix { $0 != ";" }))
        }
        let cookie = try #require(cookies.all.first)
        try await ServerFixture(folder: folder).running { site in
            let me = try await site.ask("GET", "/build/api/me", headers: ["Cookie": cookie])
            #expect(try me.values["name"] == "admin")
            #expect(try await site.ask("POST", "/build/api/logout", headers: ["Cookie": cookie]).status == 204)
            #expect(try await site.ask("GET", "/build/api/me", headers: ["Cookie": cookie]).status == 401)
        }
        try await ServerFixture(folder: folder).running { site in
            let me = try await site.ask("GET", "/build/api/me", headers: ["Cookie": cookie])
            #expect(me.status == 401)
        }
    }

    @Test func `Sessions are worth nothing under another token, and are kept as nobody can use them`() async throws {
        let folder = try TemporaryFolder()
        let cookies = Texts()
        try await ServerFixture(folder: folder).running { site in
            let login = try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"\#(ServerFixture.admin)"}"#)
            cookies.add(String(try #require(login.headers["set-cookie"]).prefix { $0 != ";" }))
            let file = try #require(try ConfinedFile.open("sessions.json", in: folder.path))
            let secret = try #require(cookies.all.first).dropFirst("floe-sesh=".count)
            let text = String(buffer: try file.bytes())
            #expect(!text.contains(secret))
            #expect(file.mode == 0o600)
        }
        let cookie = try #require(cookies.all.first)
        try await ServerFixture(folder: folder, configure: { $0.admin = "another-token" }).running { site in
            let me = try await site.ask("GET", "/build/api/me", headers: ["Cookie": cookie])
            #expect(me.status == 401)
        }
    }

    @Test func `A page of another site cannot use the session of a browser`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let login = try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"\#(ServerFixture.admin)"}"#)
            let cookie = String(try #require(login.headers["set-cookie"]).prefix { $0 != ";" })
            let own = "http://127.0.0.1:\(site.port)"
            let cases: [(headers: [String: String], status: Int)] = [
                ([:], 202), (["Origin": own], 202), (["Sec-Fetch-Site": "same-origin"], 202), (["Sec-Fetch-Site": "none"], 202),
                (["Origin": "http://evil.example"], 403), (["Origin": "null"], 403), (["Sec-Fetch-Site": "cross-site"], 403),
                (["Sec-Fetch-Site": "same-site"], 403),
            ]
            for (headers, status) in cases {
                let all = headers.merging(["Cookie": cookie]) { $1 }
                #expect(try await site.ask("POST", "/build/api/flows/nightly/runs", headers: all).status == status, "\(headers)")
                let opened = try await Socket.open(port: site.port, headers: all)
                #expect(opened.answer.status == (status == 202 ? 101 : 403), "\(headers)")
            }
            let foreign = ["Origin": "http://evil.example"]
            let signIn = try await site.ask("POST", "/build/api/login", headers: foreign, body: #"{"token":"\#(ServerFixture.admin)"}"#)
            #expect(signIn.status == 403)
        }
    }

    @Test func `A link signs in once`() async throws {
        try await ServerFixture().running { site in
            let link = site.fixture.server.makeLoginLink()
            let first = try await site.ask("GET", link, headers: [:])
            #expect(first.status == 303)
            #expect(first.headers["location"] == "/app/dash")
            let cookie = String(try #require(first.headers["set-cookie"]).prefix { $0 != ";" })
            #expect(try await site.ask("GET", "/build/api/me", headers: ["Cookie": cookie]).status == 200)
            #expect(try await site.ask("GET", link, headers: [:]).status == 401)
            #expect(try await site.ask("GET", "/build/api/login?once=guess", headers: [:]).status == 401)
            // A browser comes to where the token can be given.
            let late = try await site.ask("GET", link, headers: ["Accept": "text/html,*/*;q=0.8"])
            #expect(late.status == 303)
            #expect(late.headers["location"] == "/app/signin?link=used")
            #expect(late.headers["set-cookie"] == nil)
        }
    }

    @Test func `Guessing is slowed down per address`() async throws {
        let clock = Clock()
        try await ServerFixture(configure: { $0.now = { clock.now } }).running { site in
            var statuses: [Int] = []
            for _ in 0..<12 {
                statuses.append(try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"guess"}"#).status)
            }
            #expect(statuses.prefix(10).allSatisfy { $0 == 401 })
            #expect(statuses.last == 429)
        }
    }

    @Test func `Credit lost by guessing comes back with time, and links and sessions end with it`() {
        let clock = Clock()
        let throttle = Throttle(now: { clock.now })
        for _ in 0..<10 { throttle.failed("a", cost: Throttle.loginCost) }
        #expect(throttle.wait("a") != nil)
        #expect(throttle.wait("b") == nil)
        let links = LoginLinks(now: { clock.now })
        let link = links.make()
        let sessions = Sessions(admin: "x", kept: [:], now: { clock.now })
        let session = sessions.begin(name: "admin")
        clock.advance(LoginLinks.age)
        #expect(throttle.wait("a") == nil)
        #expect(!links.take(link))
        #expect(sessions.name(of: session) == "admin")
        clock.advance(Sessions.age)
        #expect(sessions.name(of: session) == nil)
    }
}
