import FloeCore
import HTTPTypes

/// The API as an OpenAPI 3.1 document, made from the table of routes.
enum OpenAPIDocument {
    static func make(_ routes: [Route], version: String) -> Value {
        var paths: Values = [:]
        for route in routes where route.documented {
            let path = route.path.replacing("...}", with: "}")
            var methods = paths[path]?.map ?? [:]
            methods[route.method.rawValue.lowercased()] = Self.operation(route)
            paths[path] = .map(methods)
        }
        return .map([
            "openapi": "3.1.0",
            "info": .map(["title": "Floe", "version": .string(version)]),
            "paths": .map(paths),
            "components": .map(["schemas": .map(["Problem": Self.problem, "Accepted": Self.accepted]), "securitySchemes": Self.schemes]),
        ])
    }

    private static func operation(_ route: Route) -> Value {
        var operation: Values = [
            "summary": .string(route.summary),
            "responses": .map([String(route.success.code): Self.success(route), "default": Self.failure]),
            "security": route.access == .open
                ? .list([]) : .list([.map(["token": .list([])]), .map(["bearer": .list([])]), .map(["session": .list([])])]),
        ]
        let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            $0.replacing("...}", with: "}").dropFirst().dropLast()
        }
        let parameters = names.map { Self.parameter(String($0), "path") } + route.query.map { Self.parameter($0, "query") }
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if route.method == .post {
            operation["requestBody"] = .map(["content": .map(["application/json": .map(["schema": .map(["type": "object"])])])])
        }
        return .map(operation)
    }

    private static func parameter(_ name: String, _ place: String) -> Value {
        .map(["name": .string(name), "in": .string(place), "required": .bool(place == "path"), "schema": .map(["type": "string"])])
    }

    private static func success(_ route: Route) -> Value {
        guard route.success == .accepted else { return .map(["description": .string(route.success.reasonPhrase)]) }
        let schema: Value = .map(["schema": .map(["$ref": "#/components/schemas/Accepted"])])
        return .map(["description": "It is stored.", "content": .map(["application/json": schema])])
    }

    private static let failure: Value = .map([
        "description": "What went wrong, and what to do.",
        "content": .map(["application/problem+json": .map(["schema": .map(["$ref": "#/components/schemas/Problem"])])]),
    ])

    private static let problem: Value = .map([
        "type": "object", "required": .list(["type", "title", "status", "detail"]),
        "properties": .map([
            "type": .map(["type": "string"]), "title": .map(["type": "string"]), "status": .map(["type": "integer"]),
            "detail": .map(["type": "string"]),
            "problems": .map([
                "type": "array",
                "items": .map([
                    "type": "object", "properties": .map(["field": .map(["type": "string"]), "message": .map(["type": "string"])]),
                ]),
            ]),
        ]),
    ])

    private static let accepted: Value = .map([
        "type": "object", "required": .list(["run"]), "properties": .map(["run": .map(["type": "string", "pattern": "^.+-[0-9]+$"])]),
    ])

    private static let schemes: Value = .map([
        "token": .map(["type": "apiKey", "in": "header", "name": "X-Floe-Auth"]),
        "bearer": .map(["type": "http", "scheme": "bearer"]),
        "session": .map(["type": "apiKey", "in": "cookie", "name": .string(Credentials.cookieName)]),
    ])
}
