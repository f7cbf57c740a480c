extension Run {
    /// What a reference stands for, for a pass that started with the event `before`: of tasks, the latest pass that had ended by then.
    /// Nil when it names nothing.
    func look(_ reference: Template.Reference, before: Int) -> String? { self.value(of: reference, before: before)?.text }

    func value(of reference: Template.Reference, before: Int) -> Value? {
        switch reference.source {
        case .trigger(let key):
            return self.row.values[key] ?? (Self.isLeftEmpty(key, in: self.flow.fields(startedBy: self.row.cause.trigger)) ? .null : nil)
        case .task(let id, let key):
            guard let node = self.compiled.index[id] else {
                // Of a node that runs by itself: what others would have given comes with the start.
                return self.flow.origin == .single ? self.row.values[reference.name] : nil
            }
            let latest = self.nodes[node].passes.last { pass in
                pass.head.state == .ended && !pass.head.void && pass.head.outcome != .cancelled && pass.head.endEvent != 0
                    && pass.head.endEvent < before
            }
            guard let head = latest?.head else { return nil }
            if let own = head.own[key] { return own }
            switch key {
            case "status": return head.status.map { .int(Int64($0)) }
            case "reason": return .string(head.reason)
            case "pass": return .int(Int64(head.key.pass))
            default:
                guard case .data(let request) = self.node(node).kind else { return nil }
                return Self.isLeftEmpty(key, in: request.form.fields) ? .null : nil
            }
        case .workspace, .host: return nil
        }
    }

    /// What somebody was asked and did not have to say stands for nothing, and not for a mistake.
    private static func isLeftEmpty(_ key: String, in fields: [FormField]) -> Bool { fields.contains { $0.id == key && !$0.required } }

    /// All references of a node's texts by name, or the first that names nothing.
    func references(of node: Int, before: Int) -> Result<[String: String], Template.Unresolved> {
        var values: [String: String] = [:]
        for reference in self.compiled.references[node] {
            guard let text = self.look(reference, before: before) else { return .failure(Template.Unresolved(name: reference.name)) }
            values[reference.name] = text
        }
        return .success(values)
    }

    /// Those of a node's texts that stand for something sealed, by name.
    func sealedReferences(of node: Int, before: Int) -> [String: SealedText] {
        if self.sealed.isEmpty { return [:] }
        var values: [String: SealedText] = [:]
        for reference in self.compiled.references[node] {
            if case .sealed(let text)? = self.value(of: reference, before: before) { values[reference.name] = text }
        }
        return values
    }

    /// A text of a node that no agent sees, with its references replaced; what cannot be parsed stands as it is.
    func rendered(_ text: String, before: Int) -> String {
        guard text.utf8.contains(0x7B), let template = try? Template(parsing: text) else { return text }
        return (try? template.render { self.look($0, before: before) }.get()) ?? text
    }

    func rendered(_ value: Value, before: Int) -> Value {
        switch value {
        case .string(let text): self.sealedValue(text, before: before) ?? .string(self.rendered(text, before: before))
        case .list(let list): .list(list.map { self.rendered($0, before: before) })
        case .map(let map): .map(map.mapValues { self.rendered($0, before: before) })
        case .null, .bool, .int, .double, .sealed: value
        }
    }

    /// What is sealed is handed on sealed, where it is all of the text.
    private func sealedValue(_ text: String, before: Int) -> Value? {
        guard !self.sealed.isEmpty, text.utf8.first == 0x7B, let template = try? Template(parsing: text), template.parts.count == 1,
            let reference = template.references.first, case .sealed(let sealed)? = self.value(of: reference, before: before)
        else { return nil }
        return .sealed(sealed)
    }
}

extension StoredRun {
    /// The form that a pass of a data node shows, its texts filled in. Nil when the node asks for no data.
    public func form(node: String, pass: Int) -> Form? {
        let run = Run(self)
        guard let at = run.compiled.index[node], case .data(let request) = run.node(at).kind else { return nil }
        let before = run.nodes[at].passes.first { $0.head.key.pass == pass }?.head.startEvent ?? 0
        var form = request.form
        form.title = run.rendered(form.title, before: before)
        for field in form.fields.indices {
            form.fields[field].prompt = run.rendered(form.fields[field].prompt, before: before)
            form.fields[field].value = form.fields[field].value.map { run.rendered($0, before: before) }
        }
        return form
    }

    /// What each event carries: the values of its causes, overlaid by its own. By event id; system events have none.
    public var carriedValues: [Int: Values] { Run(self).heard.mapValues(\.carried) }
}
