import FloeCore

/// Reads forms and lists of fields.
struct FormReader {
    let problems: ProblemList

    func form(_ fields: Fields) -> Form {
        Form(title: fields.text("title") ?? "", fields: self.fields(fields.tables("fields")))
    }

    func fields(_ tables: [Fields]) -> [FormField] {
        var seen: Set<String> = []
        var result: [FormField] = []
        for table in tables {
            guard let field = self.field(table) else { continue }
            guard seen.insert(field.id).inserted else {
                self.problems.error(at: table.place("id"), "the field '\(field.id.shown)' is there twice", "rename one of them")
                continue
            }
            result.append(field)
        }
        return result
    }

    private func field(_ fields: Fields) -> FormField? {
        guard let id = fields.text("id") else { return nil }
        if id.contains(where: { $0.isWhitespace || "{}|".contains($0) }) || id.hasPrefix(".") || id.hasSuffix(".") || id.contains("..") {
            self.problems.error(
                at: fields.place("id"), "the field id '\(id.shown)' cannot be named in a template", "use letters, digits, - and _")
        }
        let kind = fields.text("type").flatMap(FormField.Kind.init) ?? .text
        var field = FormField(
            id: id, prompt: fields.text("prompt"), kind: kind, required: fields.bool("required") ?? false,
            options: fields.texts("options") ?? [], pattern: fields.text("pattern"))
        if kind == .choice, field.options.isEmpty {
            self.problems.error(at: fields.place, "the field '\(id.shown)' is a choice of nothing", "list the choices under 'options'")
        }
        if kind != .choice, fields.has("options") {
            self.problems.error(
                at: fields.keyPlace("options"), "the field '\(id.shown)' is no choice and has 'options'", "add type: choice, or remove them"
            )
        }
        if fields.has("pattern"), ![.text, .string, .secret, .multiline].contains(kind) {
            self.problems.error(
                at: fields.keyPlace("pattern"), "the field '\(id.shown)' is no text and has a 'pattern'", "remove one of them")
        }
        field.value = self.value(fields, field)
        return field
    }

    private func value(_ fields: Fields, _ field: FormField) -> Value? {
        guard let node = fields.node("value"), let scalar = node.scalar else { return nil }
        if field.kind == .secret {
            // The text itself is a secret and is not repeated.
            self.problems.error(
                at: node.place, "the value of the secret field '\(field.id.shown)' is written into the file",
                "remove it; what tasks always need belongs under common.secrets")
            return nil
        }
        // A number in a text field is the text it was written as.
        let value: Value
        switch (field.kind, scalar.kind) {
        case (.bool, _), (.int, _), (_, .bool): value = node.value
        default: value = .string(scalar.text)
        }
        var bare = field
        bare.required = false
        switch Form(fields: [bare]).check([field.id: value], matches: { _, _ in true }) {
        case .success: return value
        case .failure(let failure):
            // A choice of nothing was reported.
            if field.kind == .choice, field.options.isEmpty { return value }
            for problem in failure.problems {
                self.problems.error(
                    at: node.place, "the value of the field '\(field.id.shown)' \(problem.message)", "change it, or the field's type")
            }
            return nil
        }
    }
}
