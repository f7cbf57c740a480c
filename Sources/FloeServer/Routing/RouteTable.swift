import HTTPTypes

/// Finds the route of a request. Fixed words win over parameters, those over the rest of a path.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, parameters: [String: String])
        /// The path is there, with other methods.
        case otherMethods([HTTPRequest.Method])
        case none
    }

    private final class Branch: Sendable {
        let words: [String: Branch]
        let parameter: Branch?
        let here: [Route]
        let rest: [Route]

        init(_ routes: [(segments: ArraySlice<String>, route: Route)]) {
            self.here = routes.filter { $0.segments.isEmpty }.map(\.route)
            self.rest = routes.filter { $0.segments.count == 1 && $0.segments.first?.hasSuffix("...}") == true }.map(\.route)
            let deeper = routes.filter { !$0.segments.isEmpty && $0.segments.first?.hasSuffix("...}") == false }
            let parameters = deeper.filter { $0.segments.first?.hasPrefix("{") == true }
            self.parameter = parameters.isEmpty ? nil : Branch(parameters.map { ($0.segments.dropFirst(), $0.route) })
            let named = Dictionary(grouping: deeper.filter { $0.segments.first?.hasPrefix("{") == false }) { $0.segments.first ?? "" }
            self.words = named.mapValues { routes in Branch(routes.map { ($0.segments.dropFirst(), $0.route) }) }
        }

        func find(_ segments: ArraySlice<String>) -> [Route] {
            guard let first = segments.first else { return self.here }
            if let found = self.words[first]?.find(segments.dropFirst()), !found.isEmpty { return found }
            if !first.isEmpty, let found = self.parameter?.find(segments.dropFirst()), !found.isEmpty { return found }
            return self.rest
        }
    }

    let routes: [Route]
    private let root: Branch

    init(_ routes: [Route]) {
        self.routes = routes
        self.root = Branch(routes.map { (ArraySlice(Self.segments(of: $0.path)), $0) })
    }

    /// - Parameter path: As it was sent, without the query.
    func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        guard path.first == "/", let segments = PercentCoding.segments(path) else { return .none }
        let found = self.root.find(ArraySlice(segments))
        if found.isEmpty { return .none }
        // HEAD is GET without the body.
        guard let route = found.first(where: { $0.method == (method == .head ? .get : method) }) else {
            return .otherMethods(found.map(\.method) + (found.contains { $0.method == .get } ? [.head] : []))
        }
        return .found(route, parameters: Self.parameters(of: route, segments))
    }

    private static func parameters(of route: Route, _ segments: [String]) -> [String: String] {
        var parameters: [String: String] = [:]
        for (at, segment) in Self.segments(of: route.path).enumerated() where segment.hasPrefix("{") {
            if segment.hasSuffix("...}") {
                parameters[String(segment.dropFirst().dropLast(4))] = segments[at...].joined(separator: "/")
            } else {
                parameters[String(segment.dropFirst().dropLast())] = segments[at]
            }
        }
        return parameters
    }

    private static func segments(of path: String) -> [String] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }
}
