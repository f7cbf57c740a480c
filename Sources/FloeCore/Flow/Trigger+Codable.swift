extension Trigger {
    enum CodingKeys: String, CodingKey, CaseIterable { case id, name, kind, form, period, flow, result, options }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try from.decode(String.self, forKey: .id), name: try from.decodeIfPresent(String.self, forKey: .name),
            kind: try from.decode(Kind.self, forKey: .kind), form: try from.decodeIfPresent(Form.self, forKey: .form),
            period: try from.decodeIfPresent(Span.self, forKey: .period))
        self.flow = try from.decodeIfPresent(String.self, forKey: .flow)
        self.result = try from.value(.result, or: self.result)
        self.options = try from.value(.options, or: self.options)
    }

    public func encode(to encoder: any Encoder) throws {
        let plain = Trigger(id: self.id, kind: self.kind)
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.id, forKey: .id)
        try to.encode(self.name, .name, unless: plain.name)
        try to.encode(self.kind, forKey: .kind)
        try to.encodeIfPresent(self.form, forKey: .form)
        try to.encodeIfPresent(self.period, forKey: .period)
        try to.encodeIfPresent(self.flow, forKey: .flow)
        try to.encode(self.result, .result, unless: plain.result)
        try to.encode(self.options, .options, unless: plain.options)
    }
}
