import FloeAPI
import FloeCore
import HTTPTypes
import Testing

@testable import FloeServer

@Suite("Schemas", .timeLimit(.minutes(5)))
struct SchemaTests {
    @Test func `Answers are as the document says, each member of them`() async throws {
        try await ServerFixture(flows: [.release, .chain("nightly")]).running { site in
            let document = try await site.get("/openapi.json").values
            let check = SchemaCheck(components: try #require(document["components"]?.map?["schemas"]?.map))
            let paths = try #require(document["paths"]?.map)
            let socket = try await site.socket()
            let done = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            let run = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await socket.event("sys.data.required")
            for (route, path) in [
                ("/flows", "/flows"), ("/flows/{id}", "/flows/release"), ("/flows/{id}/schedule", "/flows/release/schedule"),
                ("/runs", "/runs"), ("/runs/{ref}", "/runs/\(run)"), ("/runs/{ref}", "/runs/\(done)"),
                ("/runs/{ref}/why", "/runs/\(run)/why"), ("/runs/{ref}/events", "/runs/\(run)/events"),
                ("/runs/{ref}/artifacts", "/runs/\(run)/artifacts"), ("/hosts", "/hosts"), ("/hosts/{name}", "/hosts/h1"), ("/me", "/me"),
                ("/openapi.json", "/openapi.json"),
            ] {
                let answer = try await site.get(path)
                #expect(answer.status == 200, "\(path)")
                let content = paths["/build/api" + route]?.map?["get"]?.map?["responses"]?.map?["200"]?.map?["content"]?.map
                let schema = try #require(content?["application/json"]?.map?["schema"], "\(route)")
                #expect(check.problems(.map(try answer.values), schema) == [], "\(path)")
            }
            let refused = try await site.post("/flows/release/runs", #"{"values":{}}"#)
            #expect(check.problems(.map(try refused.values), .map(["$ref": "#/components/schemas/Problem"])) == [])
        }
    }

    @Test func `Every object has its members, and says which may be missing`() {
        let schemas = WireSchema()
        for type in [RunView.self, FlowView.self, EventList.self, PushBody.self, HostList.self] as [any (Decodable & Sendable).Type] {
            _ = schemas.reference(to: type)
        }
        for (name, schema) in schemas.components { #expect(schema.map?["properties"]?.map?.isEmpty == false, "\(name)") }
        let push = schemas.components["PushBody"]?.map
        #expect(push?["required"] == .list(["form"]))
        let name = Value.map(["$ref": "#/components/schemas/PushBody.FlowName"])
        #expect(push?["properties"]?.map?["ref"] == .map(["anyOf": .list([name, .map(["type": "null"])])]))
        #expect(schemas.mustHave(PushBody.self) && !schemas.mustHave(RetryBody.self))
        let run = schemas.components["RunView"]?.map
        #expect(
            run?["properties"]?.map?["ended_at"]
                == .map(["anyOf": .list([.map(["type": "string", "format": "date-time"]), .map(["type": "null"])])]))
        #expect(run?["required"]?.list?.contains("ended_at") == true)
    }

    @Test func `Every route that answers with something says with what`() async throws {
        try await ServerFixture().running { site in
            for route in site.fixture.server.routes where route.documented {
                if case .nothing = route.gives {
                    #expect([.noContent, .seeOther].contains(route.success), "\(route.method) \(route.path)")
                }
            }
        }
    }
}
