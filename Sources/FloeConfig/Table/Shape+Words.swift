extension Shape {
    /// What it takes, for a sentence: `a whole number from 1 to 255`.
    var expected: String {
        switch self {
        case .bool: "true or false"
        case .int(let range):
            range.upperBound >= 1_000_000
                ? "a whole number from \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let low): "a number of at least \(low == low.rounded() ? String(Int64(low)) : String(low))"
        case .text, .anyText: "text"
        case .tag: "one tag"
        case .duration(let low): low == 0 ? "a length of time" : "a length of time of at least \(low) second\(low == 1 ? "" : "s")"
        case .size: "an amount of bytes"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .url: "an address that begins with http:// or https://"
        case .variable: "NAME=value"
        case .variableName: "the name of a variable"
        case .share: "a number or a percentage"
        case .scalar: "a single value"
        case .any: "a value"
        case .list: "a list"
        case .map, .table, .options: "a mapping"
        case .either(let shapes): shapes.map(\.expected).joined(separator: ", or ")
        case .nodeType: "the type of a task"
        }
    }

    /// How to write it, for the remedy of a value that is not it.
    var remedy: String {
        switch self {
        case .bool: "write true or false, without quotes"
        case .int(let range): "write a number such as \(range.contains(1) ? 1 : range.lowerBound)"
        case .number: "write a number such as 1.5"
        case .text, .anyText, .nodeType: "write text, in quotes where YAML would take it for something else"
        case .tag: "write a tag such as trigger.good; to hear several, listen to a merge of them"
        case .duration: "write 90s, 15m, 2h, 7d or a number of seconds"
        case .size: "write 512MB, 20GiB or a number of bytes"
        case .choice: "pick one of these"
        case .url: "write it as http://host:port"
        case .variable: "write it as NAME=value; a name has letters, digits and _"
        case .variableName: "a name has letters, digits and _"
        case .share: "write 5 or 10%"
        case .scalar: "write text, a number, true or false"
        case .any: "write a value"
        case .list: "write it as [a, b], or with a '- ' before each item"
        case .map, .table, .options: "write 'key: value' lines, indented below it"
        case .either(let shapes): shapes.first?.remedy ?? ""
        }
    }

    /// The table in it, if there is one.
    var table: Table? {
        switch self {
        case .table(let table): table
        case .list(let shape), .map(let shape): shape.table
        case .either(let shapes): shapes.lazy.compactMap(\.table).first
        default: nil
        }
    }
}
