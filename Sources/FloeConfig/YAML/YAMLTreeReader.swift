import Yams

/// Turns the parser's tree into ours, counting what it makes.
struct YAMLTreeReader {
    struct Failure: Error {
        var place: Place
        var message: String
        var remedy: String
    }

    private var count = 0
    /// Of the node around, for nodes without a place of their own.
    private var last = Place.start

    mutating func read(_ node: Node, depth: Int) throws(Failure) -> YAMLNode {
        let place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? self.last
        self.last = place
        self.count += 1
        guard self.count <= YAMLBounds.nodes else {
            throw Failure(
                place: place, message: "the file has more than \(YAMLBounds.nodes) values, with what aliases stand for",
                remedy: "write less, or use fewer aliases")
        }
        guard depth <= YAMLBounds.depth else {
            throw Failure(
                place: place, message: "values are nested deeper than \(YAMLBounds.depth) levels", remedy: "nest them less deeply")
        }
        switch node {
        case .scalar(let scalar): return YAMLNode(content: .scalar(try self.read(scalar, at: place)), place: place)
        case .sequence(let sequence):
            try self.checkTag(sequence.tag, core: "seq", at: place)
            var list: [YAMLNode] = []
            for item in sequence { list.append(try self.read(item, depth: depth + 1)) }
            return YAMLNode(content: .list(list), place: place)
        case .mapping(let mapping):
            try self.checkTag(mapping.tag, core: "map", at: place)
            return YAMLNode(content: .map(try self.entries(of: mapping, depth: depth)), place: place)
        case .alias:
            throw Failure(place: place, message: "an alias stands for nothing here", remedy: "write the value")
        }
    }

    /// The entries of a mapping; those of mappings under `<<` come after its own and give way to them.
    private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(Failure) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var merged: [YAMLNode.Entry] = []
        for (key, value) in mapping {
            let place = key.mark.map { Place(line: $0.line, column: $0.column) } ?? self.last
            guard let scalar = key.scalar else {
                let template = key.mapping != nil && value.scalar?.string == ""
                throw Failure(
                    place: place, message: template ? "a template cannot begin a value that is not in quotes" : "a key is not plain text",
                    remedy: template
                        ? "put the whole value in quotes" : "write the key as a word, and values that begin with [ or { in quotes")
            }
            if scalar.string == "<<", scalar.style == .plain {
                let node = try self.read(value, depth: depth + 1)
                for part in node.list ?? [node] {
                    guard let map = part.map else {
                        throw Failure(
                            place: place, message: "'<<' takes a mapping or a list of mappings", remedy: "give it an alias of one")
                    }
                    merged += map
                }
                continue
            }
            entries.append(YAMLNode.Entry(key: scalar.string, keyPlace: place, value: try self.read(value, depth: depth + 1)))
        }
        guard !merged.isEmpty else { return entries }
        var known = Set(entries.map(\.key))
        for entry in merged where known.insert(entry.key).inserted { entries.append(entry) }
        return entries
    }

    private func read(_ scalar: Node.Scalar, at place: Place) throws(Failure) -> YAMLScalar {
        let tag = scalar.tag.description
        switch tag {
        case "tag:yaml.org,2002:str", "!": return YAMLScalar(quoted: scalar.string)
        case "": return scalar.style == .plain ? YAMLScalar(plain: scalar.string) : YAMLScalar(quoted: scalar.string)
        default: throw self.unknownTag(tag, at: place)
        }
    }

    private func checkTag(_ tag: Tag, core: String, at place: Place) throws(Failure) {
        let name = tag.description
        guard ["", "!", "tag:yaml.org,2002:\(core)"].contains(name) else { throw self.unknownTag(name, at: place) }
    }

    private func unknownTag(_ tag: String, at place: Place) -> Failure {
        Failure(place: place, message: "the YAML tag '\(tag.shown)' is not used here", remedy: "remove it")
    }
}
