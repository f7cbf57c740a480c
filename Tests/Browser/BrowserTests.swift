import FloeTesting
import Testing

/// What a person sees: a real Chromium against a real floe. The steps are in `driver/`, a script each.
///
/// `FLOE_SHOTS=FOLDER` keeps pictures of the pages, `FLOE_WEBAPP=FOLDER` takes the dashboard from there; see `driver/drive.py`.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct BrowserTests {
    @Test func `a person signs in by the link, starts a flow by its form, approves one run and cancels another`() async throws {
        try await BrowserDriver.run("approval")
    }

    @Test func `a branch is built, tested and released`() async throws {
        try await BrowserDriver.run("build")
    }

    @Test func `logs come as they are written, open at their end however long, and have links to their lines`() async throws {
        try await BrowserDriver.run("logs")
    }

    @Test func `open pages outlive a host that is killed and started again`() async throws {
        try await BrowserDriver.run("restart")
    }

    @Test func `no page is wider than its window`() async throws {
        try await BrowserDriver.run("looks")
    }
}
