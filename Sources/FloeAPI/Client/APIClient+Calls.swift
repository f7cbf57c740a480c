public import FloeCore

/// The calls of the API, by what they are about.
extension APIClient {
    /// The paths of the API, below its base.
    public enum Path {
        public static let flows = "/flows"
        public static let hosts = "/hosts"
        public static let me = "/me"
        public static func flow(_ id: String) -> String { "/flows/\(URLText.encode(id))" }
        public static func host(_ name: String) -> String { "/hosts/\(URLText.encode(name))" }
        public static func run(_ ref: RunRef) -> String { "/runs/\(URLText.encode(ref.description))" }
        public static func node(_ ref: RunRef, _ id: String) -> String { "\(Self.run(ref))/nodes/\(URLText.encode(id))" }
    }

    /// Who is asking: what a token is tried with.
    public func me() async throws -> MeView { try await self.get(MeView.self, Path.me) }

    public func flows() async throws -> FlowList { try await self.get(FlowList.self, Path.flows) }

    /// - Parameter limit: How many of its runs.
    public func flow(_ id: String, limit: Int? = nil) async throws -> FlowView { try await self.flow(FlowView.self, id, limit: limit) }

    /// The same as the server wrote it.
    public func rawFlow(_ id: String, limit: Int? = nil) async throws -> Value { try await self.flow(Value.self, id, limit: limit) }

    private func flow<T: Decodable>(_ type: T.Type, _ id: String, limit: Int?) async throws -> T {
        try await self.get(type, Path.flow(id) + URLText.query([("limit", limit.map(String.init))]))
    }

    /// When its timer triggers fire next.
    public func schedule(_ flow: String, next count: Int) async throws -> FireList {
        try await self.get(FireList.self, Path.flow(flow) + "/schedule" + URLText.query([("next", String(count))]))
    }

    /// Starts a run. With a key the call can be made again: it gives the same run.
    public func start(_ flow: String, _ body: TriggerBody, version: Int? = nil, key: String) async throws -> RunRef {
        let path = Path.flow(flow) + "/runs" + URLText.query([("ver", version.map(String.init))])
        return try await self.insist(path, body, key: key).run
    }

    /// Posts what has a key, and again when the connection broke before the answer came.
    private func insist(_ path: String, _ body: some Encodable & Sendable, key: String) async throws -> Accepted {
        var tries = 0
        while true {
            do {
                return try await self.post(Accepted.self, path, body, key: key)
            } catch APIFailure.broken where tries < 3 {
                tries += 1
                try await Task.sleep(for: .milliseconds(200 << tries))
            }
        }
    }

    public func run(_ ref: RunRef) async throws -> RunView { try await self.get(RunView.self, Path.run(ref)) }

    /// The run; nil when it cannot be had now, after a few tries.
    public func runPatiently(_ ref: RunRef) async throws -> RunView? {
        for _ in 0..<5 {
            do {
                return try await self.run(ref)
            } catch let failure as APIFailure where failure.isTransient {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return nil
    }

    public func why(_ ref: RunRef) async throws -> WhyView { try await self.get(WhyView.self, Path.run(ref) + "/why") }

    /// Ends a run; a second time stops its clean-up too.
    public func cancel(_ ref: RunRef) async throws { try await self.order(Path.run(ref) + "/cancel") }
    public func pause(_ ref: RunRef) async throws { try await self.order(Path.run(ref) + "/pause") }
    public func resume(_ ref: RunRef) async throws { try await self.order(Path.run(ref) + "/resume") }
    /// Marks a run as never to be swept, or takes the mark away.
    public func keep(_ ref: RunRef, _ keeps: Bool) async throws { try await self.order(Path.run(ref) + (keeps ? "/keep" : "/unkeep")) }

    public func retry(_ ref: RunRef, from node: String?) async throws {
        _ = try await self.post(Accepted.self, Path.run(ref) + "/retry", RetryBody(from: node))
    }

    /// Answers a data node. With a key the call can be made again: it gets the reply of the first.
    public func answer(_ ref: RunRef, _ node: String, _ body: AnswerBody, key: String) async throws {
        _ = try await self.insist(Path.node(ref, node) + "/answer", body, key: key)
    }

    public func hosts() async throws -> HostList { try await self.get(HostList.self, Path.hosts) }
    public func host(_ name: String) async throws -> HostView { try await self.get(HostView.self, Path.host(name)) }

    /// Lets a host start no more runs, or start them again; gives the host as the server wrote it.
    public func drain(_ name: String, _ drains: Bool) async throws -> Value {
        try await self.post(Value.self, Path.host(name) + (drains ? "/drain" : "/resume"), [String: String]())
    }

    /// Gives a host of the cluster up.
    public func forget(_ name: String) async throws { try await self.postOnly(Path.host(name) + "/forget") }

    private func order(_ path: String) async throws { _ = try await self.post(Accepted.self, path, [String: String]()) }
}
