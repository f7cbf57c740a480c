extension FormField {
    enum CodingKeys: String, CodingKey, CaseIterable { case id, prompt, kind, value, required, options, pattern }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        // A value that is null is a value; only a missing key is none.
        let value = from.contains(.value) ? try from.decode(Value.self, forKey: .value) : nil
        self.init(
            id: try from.decode(String.self, forKey: .id), prompt: try from.decodeIfPresent(String.self, forKey: .prompt),
            kind: try from.value(.kind, or: .text), value: value,
            required: try from.value(.required, or: false), options: try from.value(.options, or: []),
            pattern: try from.decodeIfPresent(String.self, forKey: .pattern))
    }

    public func encode(to encoder: any Encoder) throws {
        let plain = FormField(id: self.id)
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.id, forKey: .id)
        try to.encode(self.prompt, .prompt, unless: plain.prompt)
        try to.encode(self.kind, .kind, unless: plain.kind)
        try to.encodeIfPresent(self.value, forKey: .value)
        try to.encode(self.required, .required, unless: plain.required)
        try to.encode(self.options, .options, unless: plain.options)
        try to.encodeIfPresent(self.pattern, forKey: .pattern)
    }
}

extension Form {
    enum CodingKeys: String, CodingKey, CaseIterable { case title, fields }

    public init(from decoder: any Decoder) throws {
        let from = try decoder.container(keyedBy: CodingKeys.self)
        self.init(title: try from.value(.title, or: ""), fields: try from.value(.fields, or: []))
    }

    public func encode(to encoder: any Encoder) throws {
        var to = encoder.container(keyedBy: CodingKeys.self)
        try to.encode(self.title, .title, unless: "")
        try to.encode(self.fields, .fields, unless: [])
    }
}
