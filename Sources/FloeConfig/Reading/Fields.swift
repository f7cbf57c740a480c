import FloeCore

/// The entries of one mapping, read by the keys of its table.
///
/// What is absent, empty or, having been reported by `ShapeCheck`, not of the key's shape reads as nil.
struct Fields {
    let table: Table
    let place: Place
    private let entries: [String: YAMLNode.Entry]
    let node: YAMLNode

    init(_ node: YAMLNode, _ table: Table) {
        self.table = table
        self.place = node.place
        self.node = node
        self.entries = Dictionary((node.map ?? []).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The keys that are there.
    var names: Set<String> { Set(self.entries.keys) }

    func has(_ name: String) -> Bool {
        assert(self.table[name] != nil, "\(self.table.id) has no key \(name)")
        return self.entries[name] != nil
    }

    /// The value under a key, if it is of the key's shape.
    func node(_ name: String) -> YAMLNode? {
        guard let key = self.table[name] else {
            assertionFailure("\(self.table.id) has no key \(name)")
            return nil
        }
        guard let value = self.entries[name]?.value, !value.isNull, key.shape.fits(value) else { return nil }
        return value
    }

    func keyPlace(_ name: String) -> Place { self.entries[name]?.keyPlace ?? self.place }
    func place(_ name: String) -> Place { self.entries[name]?.value.place ?? self.place }

    func text(_ name: String) -> String? { self.node(name)?.scalar?.text }
    func bool(_ name: String) -> Bool? { if case .bool(let bool)? = self.node(name)?.scalar?.kind { bool } else { nil } }
    func int(_ name: String) -> Int? { if case .int(let int)? = self.node(name)?.scalar?.kind { Int(int) } else { nil } }
    func span(_ name: String) -> Span? { self.node(name)?.scalar.flatMap(ScalarForms.span) }
    func size(_ name: String) -> Int64? { self.node(name)?.scalar.flatMap(ScalarForms.size) }

    func double(_ name: String) -> Double? {
        switch self.node(name)?.scalar?.kind {
        case .int(let int): Double(int)
        case .double(let double): double
        default: nil
        }
    }

    /// The items of a list that are of its shape.
    func items(_ name: String) -> [YAMLNode]? {
        guard let list = self.node(name)?.list, case .list(let item)? = self.table[name]?.shape else { return nil }
        return list.filter(item.fits)
    }

    func texts(_ name: String) -> [String]? { self.items(name)?.compactMap { $0.scalar?.text } }

    /// The entries of a mapping whose keys the author chose.
    func map(_ name: String) -> [YAMLNode.Entry] { self.node(name)?.map ?? [] }

    func table(_ name: String) -> Fields? {
        guard let table = self.table[name]?.shape.table, let node = self.node(name), node.map != nil else { return nil }
        return Fields(node, table)
    }

    func tables(_ name: String) -> [Fields] {
        guard let table = self.table[name]?.shape.table else { return [] }
        return (self.items(name) ?? []).map { Fields($0, table) }
    }

    /// The keys that are there and are not carried out in this version.
    var later: [(name: String, place: Place)] {
        self.table.keys.filter { $0.later && self.entries[$0.name] != nil }.map { ($0.name, self.keyPlace($0.name)) }
    }

    /// The entries that are none of the table's keys.
    var others: [YAMLNode.Entry] { (self.node.map ?? []).filter { self.table[$0.key] == nil } }
}
