import FloeAPI
import FloeCore
import HTTPTypes

/// The API as an OpenAPI 3.1 document, made from the table of routes.
enum OpenAPIDocument {
    static func make(_ routes: [Route], version: String) -> Value {
        let schemas = WireSchema()
        var paths: Values = [:]
        for route in routes where route.documented {
            let path = route.path.replacing("...}", with: "}")
            var methods = paths[path]?.map ?? [:]
            methods[route.method.rawValue.lowercased()] = Self.operation(route, schemas)
            paths[path] = .map(methods)
        }
        _ = schemas.reference(to: Problem.self)
        return .map([
            "openapi": "3.1.0",
            "info": .map(["title": "Floe", "version": .string(version), "description": "Flows of nodes linked by events: docs/api.md."]),
            "paths": .map(paths),
            "components": .map(["schemas": .map(schemas.components), "securitySchemes": Self.schemes]),
        ])
    }

    private static func operation(_ route: Route, _ schemas: WireSchema) -> Value {
        var operation: Values = [
            "summary": .string(route.summary),
            "operationId": .string(Self.identifier(route)),
            "responses": .map([String(route.success.code): Self.success(route, schemas), "default": Self.failure]),
            "security": route.access == .open
                ? .list([]) : .list([.map(["token": .list([])]), .map(["bearer": .list([])]), .map(["session": .list([])])]),
        ]
        let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            $0.replacing("...}", with: "}").dropFirst().dropLast()
        }
        var parameters = names.map { Self.parameter(String($0), "path") } + route.query.map { Self.parameter($0, "query") }
        if route.keyed { parameters.append(Self.parameter("Idempotency-Key", "header")) }
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if let body = route.takes {
            operation["requestBody"] = .map(["content": Self.content("application/json", schemas.reference(to: body))])
        }
        return .map(operation)
    }

    /// `get_runs_ref_nodes_node_log`
    private static func identifier(_ route: Route) -> String {
        let words = route.path.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return ([route.method.rawValue.lowercased()] + words).joined(separator: "_")
    }

    private static func parameter(_ name: String, _ place: String) -> Value {
        let schema: Values =
            switch (place, name) {
            case ("query", "limit"): ["type": "integer", "minimum": 1, "maximum": 500]
            case ("query", "next"): ["type": "integer", "minimum": 1, "maximum": 1000]
            case ("query", "good"): ["type": "string", "enum": .list(["true", "false"])]
            case ("query", "result"): ["type": "string", "enum": .list(RunRow.Result.allCases.map { .string($0.rawValue) })]
            case ("query", "ver"), ("query", "pass"), ("query", "attempt"):
                ["type": "integer", "minimum": 1]
            case ("query", "lines"): ["type": "integer", "minimum": 0, "maximum": 20_000]
            case ("query", "from_line"): ["type": "integer"]
            default: ["type": "string"]
            }
        return .map(["name": .string(name), "in": .string(place), "required": .bool(place == "path"), "schema": .map(schema)])
    }

    private static func content(_ type: String, _ schema: Value) -> Value { .map([type: .map(["schema": schema])]) }

    private static func success(_ route: Route, _ schemas: WireSchema) -> Value {
        var success: Values = ["description": .string(route.success == .accepted ? "It is stored." : route.success.reasonPhrase)]
        switch route.gives {
        case .nothing: break
        case .json(let type): success["content"] = Self.content("application/json", schemas.reference(to: type))
        case .text(let type): success["content"] = Self.content(type, .map(["type": "string"]))
        }
        return .map(success)
    }

    private static let failure: Value = .map([
        "description": "What went wrong, and what to do.",
        "content": Self.content("application/problem+json", .map(["$ref": "#/components/schemas/Problem"])),
    ])

    private static let schemes: Value = .map([
        "token": .map(["type": "apiKey", "in": "header", "name": "X-Floe-Auth"]),
        "bearer": .map(["type": "http", "scheme": "bearer"]),
        "session": .map(["type": "apiKey", "in": "cookie", "name": .string(Credentials.cookieName)]),
    ])
}
