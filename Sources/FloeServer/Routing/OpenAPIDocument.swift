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
            "responses": Self.answers(route, schemas),
            "security": route.access == .open
                ? .list([]) : .list([.map(["token": .list([])]), .map(["bearer": .list([])]), .map(["session": .list([])])]),
        ]
        let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            $0.replacing("...}", with: "}").dropFirst().dropLast()
        }
        let parameters =
            names.map { Self.parameter(of: String($0), schemas) } + route.query.map { $0.parameter(schemas) }
            + Self.headers(route)
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if let body = route.takes {
            let schema = schemas.reference(to: body)
            operation["requestBody"] = .map([
                "content": Self.content("application/json", schema), "required": .bool(schemas.mustHave(body)),
            ])
        }
        return .map(operation)
    }

    /// `get_runs_ref_nodes_node_log`
    private static func identifier(_ route: Route) -> String {
        let words = route.path.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return ([route.method.rawValue.lowercased()] + words).joined(separator: "_")
    }

    private static func parameter(of path: String, _ schemas: WireSchema) -> Value {
        let schema = path == "ref" ? schemas.reference(to: RunRef.self) : .map(["type": "string", "minLength": 1])
        return .map(["name": .string(path), "in": "path", "required": true, "schema": schema])
    }

    /// Headers that count, as parameters.
    private static func headers(_ route: Route) -> [Value] {
        func header(_ name: String, _ meaning: String, longest: Int64? = nil) -> Value {
            var schema: Values = ["type": "string"]
            if let longest { schema["maxLength"] = .int(longest) }
            return .map(["name": .string(name), "in": "header", "required": false, "description": .string(meaning), "schema": .map(schema)])
        }
        var headers: [Value] = []
        if route.keyed {
            headers.append(
                header("Idempotency-Key", "A request that comes again with it gets the answer of the first.", longest: FlowStart.longestKey)
            )
        }
        if route.also.contains(.partialContent) { headers.append(header("Range", "One part of the bytes.")) }
        if route.also.contains(.notModified) {
            headers.append(header("If-None-Match", "The ETag of what the client has: 304 when it is still that."))
            headers.append(header("If-Range", "The ETag of what the client has a part of: all of it when it is another now."))
        }
        return headers
    }

    private static func content(_ type: String, _ schema: Value) -> Value { .map([type: .map(["schema": schema])]) }

    private static func answers(_ route: Route, _ schemas: WireSchema) -> Value {
        var answers: Values = ["default": Self.failure]
        let content = Self.content(of: route.gives, schemas)
        for status in [route.success] + route.also {
            var answer: Values = ["description": .string(status == .accepted ? "It is stored." : status.reasonPhrase)]
            if status != .notModified, let content { answer["content"] = .map(content) }
            answers[String(status.code)] = .map(answer)
        }
        return .map(answers)
    }

    private static func content(of gives: Route.Gives, _ schemas: WireSchema) -> Values? {
        switch gives {
        case .nothing: nil
        case .json(let type): Self.content("application/json", schemas.reference(to: type)).map
        case .text(let type): Self.content(type, .map(["type": "string"])).map
        case .textOrJSON(let text, let type):
            Self.content(of: .text(text), schemas)?.merging(Self.content(of: .json(type), schemas) ?? [:]) { text, _ in text }
        }
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
