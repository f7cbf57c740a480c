public import FloeCore

/// A form as a page shows it.
public struct FormView: Sendable, Hashable, Codable {
    public struct Field: Sendable, Hashable, Codable {
        public var id: String
        public var prompt: String
        public var type: FormField.Kind
        @Nullable public var value: Value?
        public var required: Bool
        public var options: [String]
        @Nullable public var pattern: String?
    }

    public var title: String
    public var fields: [Field]
    /// The `bool` field that decides good or bad, of a form that a data node waits with.
    @Nullable public var goodWhen: String?

    public init(_ form: Form, goodWhen: String? = nil) {
        self.title = form.title
        self.goodWhen = goodWhen
        self.fields = form.fields.map { field in
            // What a secret holds is never told.
            Field(
                id: field.id, prompt: field.prompt, type: field.kind, value: field.kind == .secret ? nil : field.value,
                required: field.required, options: field.options, pattern: field.pattern)
        }
    }
}
