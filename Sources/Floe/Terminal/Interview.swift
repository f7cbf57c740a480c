import FloeCore
import FloeSystem

/// Asks a person the questions of a form, each until it is answered well.
struct Interview: Sendable {
    let terminal: Terminal
    let keyboard: Keyboard

    /// The values of the form; what was given is not asked. Nil when the person gives no more answers.
    func ask(_ form: Form, of label: String, given: Values) async -> Values? {
        if !form.title.isEmpty { await self.terminal.say("\(label) ? \(form.title)") }
        var values = given
        for field in form.fields where given[field.id] == nil {
            while true {
                let (isHidden, question) = (field.kind == .secret, "\(label) ? \(Self.question(field))")
                if !isHidden { await self.terminal.say(question) }
                guard let line = await self.keyboard.line(hidden: isHidden, question: isHidden ? question : nil) else { return nil }
                values[field.id] = line.isEmpty ? nil : .string(line)
                guard let problem = Self.fault(field, values[field.id]) else { break }
                await self.terminal.say("\(label) ? that \(problem)")
            }
        }
        return values
    }

    private static func question(_ field: FormField) -> String {
        var hints: [String] = []
        switch field.kind {
        case .bool: hints.append("yes or no")
        case .int: hints.append("a whole number")
        case .choice: hints.append(field.options.joined(separator: ", "))
        case .text, .string, .secret, .multiline: break
        }
        if let text = field.value?.text, !text.isEmpty, field.kind != .secret {
            hints.append("default \(text)")
        } else if !field.required {
            hints.append("may be left empty")
        }
        return hints.isEmpty ? field.prompt : "\(field.prompt) (\(hints.joined(separator: "; ")))"
    }

    private static func fault(_ field: FormField, _ value: Value?) -> String? {
        let form = Form(fields: [field])
        guard case .failure(let failure) = form.check(value.map { [field.id: $0] } ?? [:], matches: Pattern.matches) else { return nil }
        return failure.problems.first?.message
    }
}
