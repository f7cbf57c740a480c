extension Flow {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, version, name, origin, reuseSpace, hostTags, resourceTags, env, flowFile, params, timeout, queueTimeout
        case cleanupTimeout, overlap, overlapKey, keep, retention, publicBadge, triggers, nodes
    }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        let id = try from.decode(String.self, forKey: .id)
        self.init(id: id, version: try from.value(.version, or: 1), name: try from.decodeIfPresent(String.self, forKey: .name))
        self.origin = try from.value(.origin, or: self.origin)
        self.reuseSpace = try from.value(.reuseSpace, or: self.reuseSpace)
        self.hostTags = try from.value(.hostTags, or: self.hostTags)
        self.resourceTags = try from.value(.resourceTags, or: self.resourceTags)
        self.env = try from.value(.env, or: self.env)
        self.flowFile = try from.decodeIfPresent(String.self, forKey: .flowFile)
        self.params = try from.value(.params, or: self.params)
        self.timeout = try from.decodeIfPresent(Span.self, forKey: .timeout)
        self.queueTimeout = try from.decodeIfPresent(Span.self, forKey: .queueTimeout)
        self.cleanupTimeout = try from.value(.cleanupTimeout, or: self.cleanupTimeout)
        self.overlap = try from.value(.overlap, or: self.overlap)
        self.overlapKey = try from.decodeIfPresent(String.self, forKey: .overlapKey)
        self.keep = try from.value(.keep, or: self.keep)
        self.retention = try from.decodeIfPresent(Retention.self, forKey: .retention)
        self.publicBadge = try from.value(.publicBadge, or: self.publicBadge)
        self.triggers = try from.value(.triggers, or: self.triggers)
        self.nodes = try from.value(.nodes, or: self.nodes)
    }

    public func encode(to encoder: any Encoder) throws {
        let plain = Flow(id: self.id)
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.id, forKey: .id)
        try to.encode(self.version, .version, unless: plain.version)
        try to.encode(self.name, .name, unless: plain.name)
        try to.encode(self.origin, .origin, unless: plain.origin)
        try to.encode(self.reuseSpace, .reuseSpace, unless: plain.reuseSpace)
        try to.encode(self.hostTags, .hostTags, unless: plain.hostTags)
        try to.encode(self.resourceTags, .resourceTags, unless: plain.resourceTags)
        try to.encode(self.env, .env, unless: plain.env)
        try to.encodeIfPresent(self.flowFile, forKey: .flowFile)
        try to.encode(self.params, .params, unless: plain.params)
        try to.encodeIfPresent(self.timeout, forKey: .timeout)
        try to.encodeIfPresent(self.queueTimeout, forKey: .queueTimeout)
        try to.encode(self.cleanupTimeout, .cleanupTimeout, unless: plain.cleanupTimeout)
        try to.encode(self.overlap, .overlap, unless: plain.overlap)
        try to.encodeIfPresent(self.overlapKey, forKey: .overlapKey)
        try to.encode(self.keep, .keep, unless: plain.keep)
        try to.encodeIfPresent(self.retention, forKey: .retention)
        try to.encode(self.publicBadge, .publicBadge, unless: plain.publicBadge)
        try to.encode(self.triggers, .triggers, unless: plain.triggers)
        try to.encode(self.nodes, .nodes, unless: plain.nodes)
    }
}
