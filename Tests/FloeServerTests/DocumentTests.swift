import FloeCore
import FloeHub
import HTTPTypes
import Testing

@testable import FloeServer

@Suite("The document and the numbers", .timeLimit(.minutes(5)))
struct DocumentTests {
    /// What clients rely on. A route that goes or is renamed fails here.
    private static let promised: Set<String> = [
        "post /login", "get /login", "post /logout", "get /me", "get /flows", "get /flows/{id}", "post /flows/{id}/runs", "post /push/data",
        "get /runs", "get /runs/{ref}", "get /flows/{id}/runs/{ref}", "get /runs/{ref}/nodes/{node}/log", "post /runs/{ref}/cancel",
        "post /runs/{ref}/pause", "post /runs/{ref}/resume", "post /runs/{ref}/retry", "post /runs/{ref}/nodes/{node}/answer",
        "get /runs/{ref}/why", "get /runs/{ref}/events", "get /runs/{ref}/artifacts", "get /runs/{ref}/artifacts/{path}", "get /hosts",
        "get /hosts/{name}", "post /hosts/{name}/drain", "post /hosts/{name}/resume", "post /hosts/{name}/forget",
        "get /flows/{id}/schedule", "get /events",
        "get /config", "post /config/validate", "post /config/reload", "get /openapi.json",
        "post /runs/{ref}/keep", "post /runs/{ref}/unkeep",
    ]

    @Test func `The document has all routes of the API, and no others`() async throws {
        try await ServerFixture().running { site in
            let document = try await site.get("/openapi.json").values
            #expect(document["openapi"] == "3.1.0")
            var documented: Set<String> = []
            for (path, methods) in try #require(document["paths"]?.map) {
                for method in try #require(methods.map).keys { documented.insert("\(method) \(path.dropFirst("/build/api".count))") }
            }
            #expect(documented == Self.promised)
            let served = site.fixture.server.routes.filter { $0.path.hasPrefix("/build/api/") }
            #expect(served.count == documented.count)
            let hidden = served.filter { !$0.documented }
            #expect(hidden.isEmpty)
        }
    }

    @Test func `What happens is counted`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            _ = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            let text = try await site.ask("GET", "/metrics").text
            for line in [
                "floe_build_info{version=\"1.2.3\"} 1", "floe_ws_clients 1", "floe_runs_active 0",
                "floe_runs_total{flow=\"nightly\",result=\"good\",trigger=\"\"} 1",
                "floe_queue_wait_seconds_count 1", "floe_node_duration_seconds_count{type=\"exec\",result=\"good\"} 1",
                "floe_run_duration_seconds_count{flow=\"nightly\"} 1",
                "floe_http_request_duration_seconds_count{route=\"/build/api/flows/{id}/runs\",status=\"202\"} 1",
            ] { #expect(text.contains("\(line)\n"), "\(line)") }
        }
    }

    @Test func `Buckets add up`() {
        var histogram = Histogram([1, 10])
        for seconds in [0.5, 1, 5, 50] { histogram.add(seconds) }
        var text = MetricsText()
        text.add("h", [("flow", "a\"b")], histogram)
        #expect(
            text.text == """
                h_bucket{flow="a\\"b",le="1.0"} 2
                h_bucket{flow="a\\"b",le="10.0"} 3
                h_bucket{flow="a\\"b",le="+Inf"} 4
                h_sum{flow="a\\"b"} 56.5
                h_count{flow="a\\"b"} 4

                """)
    }
}
