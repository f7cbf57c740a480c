import FloeAPI
import FloeCore
import HTTPTypes
import Testing

@testable import FloeServer

@Suite("Queries", .timeLimit(.minutes(5)))
struct QueryTests {
    /// Values that the document of an item rules out, and some that it allows.
    private static func samples(_ schema: Values, _ components: Values) -> (bad: [String], good: [String]) {
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            return Self.samples(components[String(name)]?.map ?? [:], components)
        }
        if let words = schema["enum"]?.list?.compactMap(\.string) { return (["neither"], words) }
        switch schema["type"]?.string {
        case "array":
            let (bad, good) = Self.samples(schema["items"]?.map ?? [:], components)
            return (bad + [good[0] + ",neither", ","], good + [good.joined(separator: ",")])
        case "integer":
            let (least, most) = (schema["minimum"]?.int ?? 0, schema["maximum"]?.int ?? 0)
            let beyond = [least == .min ? "-9223372036854775809" : "\(least - 1)", most == .max ? "9223372036854775808" : "\(most + 1)"]
            return (beyond + ["x", "1.5"], ["\(least)", "\(most)"])
        default:
            if schema["pattern"] != nil { return (["what", "h1-0"], ["h1-1"]) }
            let (least, most) = (Int(schema["minLength"]?.int ?? 0), Int(schema["maxLength"]?.int ?? 0))
            let long = String(repeating: "ü", count: most)
            return ([long + "ü"] + (least > 0 ? [""] : []), [long] + (least > 0 ? [] : [""]))
        }
    }

    @Test func `What the document says of a query is what is checked`() async throws {
        try await ServerFixture().running { site in
            let document = try await site.get("/openapi.json").values
            let components = try #require(document["components"]?.map?["schemas"]?.map)
            var checked = 0
            for route in site.fixture.server.routes where !route.query.isEmpty {
                let path = route.path.replacing("{ref}", with: "h1-1").replacing("{id}", with: "f").replacing("{node}", with: "n")
                let method = document["paths"]?.map?[route.path]?.map?[route.method.rawValue.lowercased()]?.map
                for parameter in method?["parameters"]?.list?.compactMap(\.map) ?? [] where parameter["in"] == "query" {
                    let name = try #require(parameter["name"]?.string)
                    let (bad, good) = Self.samples(try #require(parameter["schema"]?.map), components)
                    for value in bad {
                        let query = "\(name)=\(PercentCoding.encoded(value))"
                        let answer = try await site.ask(route.method.rawValue, "\(path)?\(query)")
                        #expect(answer.status == 400 && answer.text.contains("'\(name)"), "\(path)?\(query.prefix(40)): \(answer.status)")
                    }
                    for value in good { _ = try route.checked([name: value]) }
                    if parameter["allowEmptyValue"] == true { _ = try route.checked([name: ""]) }
                    checked += 1
                }
            }
            #expect(checked > 20)
        }
    }

    @Test func `A body is asked for where members of it must be there`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let document = try await site.get("/openapi.json").values
            for (path, required) in [("/login", true), ("/push/data", true), ("/flows/{id}/runs", false), ("/runs/{ref}/retry", false)] {
                let body = document["paths"]?.map?["/build/api\(path)"]?.map?["post"]?.map?["requestBody"]?.map
                #expect(body?["required"] == .bool(required), "\(path)")
            }
            #expect(try await site.post("/push/data").status == 422)
            #expect(try await site.post("/flows/nightly/runs").status == 202)
            #expect(try await site.post("/flows/nightly/runs", #"{"trigger": null, "values": null}"#).status == 202)
        }
    }
}
