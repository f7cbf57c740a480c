extension Node {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, kind, listen, options, env, good, ignoreFail, useStatus, timeout, noOutput, grace, retry, hooks, artifacts
        case secrets, target, maxPasses, instances, hidden
    }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try from.decode(String.self, forKey: .id), try from.decode(Kind.self, forKey: .kind),
            listen: try from.value(.listen, or: []), name: try from.decodeIfPresent(String.self, forKey: .name))
        self.options = try from.value(.options, or: self.options)
        self.env = try from.value(.env, or: self.env)
        self.good = try from.value(.good, or: self.good)
        self.ignoreFail = try from.value(.ignoreFail, or: self.ignoreFail)
        self.useStatus = try from.value(.useStatus, or: self.useStatus)
        self.timeout = try from.decodeIfPresent(Span.self, forKey: .timeout)
        self.noOutput = try from.decodeIfPresent(Span.self, forKey: .noOutput)
        self.grace = try from.value(.grace, or: self.grace)
        self.retry = try from.value(.retry, or: self.retry)
        self.hooks = try from.value(.hooks, or: self.hooks)
        self.artifacts = try from.value(.artifacts, or: self.artifacts)
        self.secrets = try from.value(.secrets, or: self.secrets)
        self.target = try from.decodeIfPresent(Target.self, forKey: .target)
        self.maxPasses = try from.value(.maxPasses, or: self.maxPasses)
        self.instances = try from.value(.instances, or: self.instances)
        self.hidden = try from.value(.hidden, or: self.hidden)
    }

    public func encode(to encoder: any Encoder) throws {
        let plain = Node(self.id, self.kind, listen: [])
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.id, forKey: .id)
        try to.encode(self.name, .name, unless: plain.name)
        try to.encode(self.kind, forKey: .kind)
        try to.encode(self.listen, .listen, unless: plain.listen)
        try to.encode(self.options, .options, unless: plain.options)
        try to.encode(self.env, .env, unless: plain.env)
        try to.encode(self.good, .good, unless: plain.good)
        try to.encode(self.ignoreFail, .ignoreFail, unless: plain.ignoreFail)
        try to.encode(self.useStatus, .useStatus, unless: plain.useStatus)
        try to.encodeIfPresent(self.timeout, forKey: .timeout)
        try to.encodeIfPresent(self.noOutput, forKey: .noOutput)
        try to.encode(self.grace, .grace, unless: plain.grace)
        try to.encode(self.retry, .retry, unless: plain.retry)
        try to.encode(self.hooks, .hooks, unless: plain.hooks)
        try to.encode(self.artifacts, .artifacts, unless: plain.artifacts)
        try to.encode(self.secrets, .secrets, unless: plain.secrets)
        try to.encodeIfPresent(self.target, forKey: .target)
        try to.encode(self.maxPasses, .maxPasses, unless: plain.maxPasses)
        try to.encode(self.instances, .instances, unless: plain.instances)
        try to.encode(self.hidden, .hidden, unless: plain.hidden)
    }
}
