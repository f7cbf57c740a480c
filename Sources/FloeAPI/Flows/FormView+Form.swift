public import FloeCore

extension FormView {
    /// The form to check an answer with before it is sent.
    public var form: Form {
        Form(
            title: self.title,
            fields: self.fields.map {
                FormField(
                    id: $0.id, prompt: $0.prompt, kind: $0.type, value: $0.value, required: $0.required, options: $0.options,
                    pattern: $0.pattern)
            })
    }
}
