import FloeCore

/// Holds a document against the tables and tells every place where it differs.
struct ShapeCheck {
    let problems: ProblemList

    /// - Parameter name: what the value is called in messages: a key, or `an item of 'args'`.
    func check(_ node: YAMLNode, _ shape: Shape, name: String) {
        switch shape {
        case .any: return
        case .list(let item):
            if node.isNull { return }
            guard let list = node.list else { return self.mismatch(node, shape, name) }
            for part in list { self.check(part, item, name: "an item of \(name)") }
        case .map(let value):
            if node.isNull { return }
            guard let map = node.map else { return self.mismatch(node, shape, name) }
            for entry in map { self.check(entry.value, value, name: "'\(entry.key.shown)'") }
        case .table(let table):
            if node.isNull { return self.check(YAMLNode(content: .map([]), place: node.place), shape, name: name) }
            guard let map = node.map else { return self.mismatch(node, shape, name) }
            self.check(map, table, at: node.place)
        case .options:
            // Its table is chosen in check(_:_:at:), where `type` is known.
            if node.map == nil, !node.isNull { self.mismatch(node, shape, name) }
        case .either(let shapes):
            guard let fitting = shapes.first(where: { $0.fits(node) }) else { return self.mismatch(node, shape, name) }
            self.check(node, fitting, name: name)
        default:
            guard let scalar = node.scalar, shape.takes(scalar) else { return self.mismatch(node, shape, name) }
        }
    }

    /// The entries of one mapping.
    ///
    /// - Parameter owner: for options the table of what they belong to.
    func check(_ map: [YAMLNode.Entry], _ table: Table, at place: Place, owner: Table? = nil) {
        let options = Self.options(of: map, table)
        var present: Set<String> = []
        for entry in map {
            present.insert(entry.key)
            if let key = table[entry.key] {
                self.check(entry.value, key.shape, name: "'\(key.name)'")
            } else if let others = table.others {
                self.check(entry.value, others, name: "'\(entry.key.shown)'")
            } else {
                self.unknown(entry, in: table, options: options?.table, owner: owner)
            }
        }
        for key in table.keys where key.required && !present.contains(key.name) {
            self.problems.error(at: place, "\(table.noun) \(table.has) no '\(key.name)'", "add '\(key.name)'")
        }
        for names in table.exactlyOne where !names.contains(where: present.contains) {
            let listed = names.map { "'\($0)'" }
            self.problems.error(at: place, "\(table.noun) \(table.has) neither \(listed.joined(separator: " nor "))", "give one of them")
        }
        for names in table.exactlyOne + table.atMostOne {
            let both = map.filter { names.contains($0.key) }
            guard both.count > 1 else { continue }
            self.problems.error(at: both[1].keyPlace, "'\(both[0].key)' and '\(both[1].key)' do not go together", "keep one of them")
        }
        guard let options else { return }
        let node = map.first { $0.key == options.key }?.value
        if let node, node.map == nil, !node.isNull { return }
        self.check(node?.map ?? [], options.table, at: node?.place ?? place, owner: table)
    }

    /// The table of the options that the mapping may have, by its `type`.
    private static func options(of map: [YAMLNode.Entry], _ table: Table) -> (key: String, table: Table)? {
        for key in table.keys {
            guard case .options(let tables) = key.shape, let type = map.first(where: { $0.key == "type" })?.value.scalar?.text else {
                continue
            }
            return tables[type].map { (key.name, $0) }
        }
        return nil
    }

    private func unknown(_ entry: YAMLNode.Entry, in table: Table, options: Table?, owner: Table?) {
        if self.problems.isFull { return self.problems.error(at: entry.keyPlace, entry.key, "") }
        let names = table.keys.map(\.name)
        let hint = Suggestion.hint(for: entry.key, among: names)
        let remedy: String
        if options?[entry.key] != nil {
            remedy = "move it under 'opts'"
        } else if owner?[entry.key] != nil {
            remedy = "move it out of 'opts'"
        } else if !hint.isEmpty {
            remedy = "rename or remove it\(hint)"
        } else if names.isEmpty {
            remedy = "remove it; there are none"
        } else {
            remedy = "remove it; the keys are \(names.joined(separator: ", "))"
        }
        self.problems.error(at: entry.keyPlace, "\(table.noun) \(table.has) no key '\(entry.key.shown)'", remedy)
    }

    private func mismatch(_ node: YAMLNode, _ shape: Shape, _ name: String) {
        if self.problems.isFull { return self.problems.error(at: node.place, name, "") }
        var remedy = shape.remedy
        if case .choice(let words) = shape, let text = node.scalar?.text { remedy += Suggestion.hint(for: text, among: words) }
        if case .either(let shapes) = shape, case .choice(let words)? = shapes.first, let text = node.scalar?.text {
            remedy += Suggestion.hint(for: text, among: words)
        }
        if case .list = shape, node.scalar != nil { remedy = "write it as [\(node.scalar?.text.shown ?? "")]" }
        if case .list(.variable) = shape { remedy = "write it as a list, each item as NAME=value" }
        if let scalar = node.scalar, scalar.text.isEmpty {
            let what = scalar.kind == .null ? "has no value" : "is empty"
            return self.problems.error(at: node.place, "\(name) \(what)", "give it a value, or leave it out")
        }
        self.problems.error(at: node.place, "\(name) must be \(shape.expected), not \(node.description)", remedy)
    }
}

extension Shape {
    /// Whether the value is of the sort, whatever is in it.
    func fits(_ node: YAMLNode) -> Bool {
        switch self {
        case .any: true
        case .list: node.list != nil
        case .map, .table, .options: node.map != nil
        case .either(let shapes): shapes.contains { $0.fits(node) }
        default: node.scalar.map(self.takes) ?? false
        }
    }

    func takes(_ scalar: YAMLScalar) -> Bool {
        let isNumber: Bool
        switch scalar.kind {
        case .int, .double: isNumber = true
        default: isNumber = false
        }
        let isText = scalar.kind == .string || isNumber
        switch self {
        case .bool: if case .bool = scalar.kind { return true } else { return false }
        case .int(let range): if case .int(let int) = scalar.kind { return range.contains(int) } else { return false }
        case .number(let low):
            switch scalar.kind {
            case .int(let int): return Double(int) >= low
            case .double(let double): return double >= low
            default: return false
            }
        case .text, .tag, .nodeType: return isText && !scalar.text.isEmpty
        case .anyText: return isText
        case .duration(let low): return isText && (ScalarForms.span(scalar).map { $0 >= Span(seconds: low) } ?? false)
        case .size: return isText && ScalarForms.size(scalar) != nil
        case .choice(let words): return words.contains(scalar.text)
        case .url: return ScalarForms.isURL(scalar.text)
        case .variable: return ScalarForms.isVariable(scalar.text)
        case .variableName: return ScalarForms.isVariableName(scalar.text)
        case .share: return ScalarForms.isShare(scalar.text)
        case .scalar: return scalar.kind != .null
        case .any: return true
        case .list, .map, .table, .either, .options: return false
        }
    }
}
