import Yams

/// What the parser found wrong with a text, in words that say what to do.
enum SyntaxMessage {
    static func of(_ error: any Error) -> (Place, String, String) {
        guard let error = error as? YamlError else { return (.start, "the file cannot be read as YAML", "check its syntax") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            return self.syntax(context?.text, problem, Place(line: mark.line, column: mark.column))
        case .composer(_, let problem, let mark, _):
            let place = Place(line: mark.line, column: mark.column)
            if problem.contains("another document") {
                return (place, "the file holds a second document", "keep one document a file; remove the '---' before it")
            }
            return (place, "an alias names an anchor that was not defined before it", "put text that begins with '*' in quotes")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return (
                Place(line: max(1, context.mark.line), column: max(1, context.mark.column)),
                "the key '\((duplicates.first ?? "").shown)' is written more than once in one mapping", "keep one of them"
            )
        case .reader(_, let offset, _, let yaml): return self.unreadable(at: offset, in: yaml)
        case .memory: return (.start, "values are nested deeper than \(YAMLBounds.depth) levels", "nest them less deeply")
        default: return (.start, "the file cannot be read as YAML", "check its syntax")
        }
    }

    private static func unreadable(at offset: Int?, in yaml: String) -> (Place, String, String) {
        var place = Place.start
        for character in yaml.prefix(offset ?? 0) {
            place = character.isNewline ? Place(line: place.line + 1, column: 1) : Place(line: place.line, column: place.column + 1)
        }
        return (place, "a control character is not allowed in YAML", "remove it, or write it as an escape in double quotes")
    }

    private static func syntax(_ context: String?, _ problem: String, _ place: Place) -> (Place, String, String) {
        let known: [(String, String, String)] = [
            (
                "mapping values are not allowed", "a ': ' stands in text that is not in quotes",
                "put the text in quotes, or check the indentation"
            ),
            (
                "cannot start any token", "a value begins with a character that YAML reserves, or with a tab",
                "put the value in quotes, indent with spaces"
            ),
            ("did not find expected key", "a line does not fit the mapping around it", "check its indentation, and quotes before it"),
            ("did not find expected '-' indicator", "a line does not fit the list around it", "check its indentation"),
            ("could not find expected ':'", "a line is no 'key: value'", "write ': ' after the key, or check quotes and indentation"),
            ("did not find expected alphabetic or numeric character", "a value begins with '*' or '&'", "put the value in quotes"),
            (
                "did not find expected ',' or", "a list or mapping in brackets is not closed",
                "close it, and put text that holds brackets in quotes"
            ),
            ("unexpected end of stream", "text in quotes is not closed", "close the quotes"),
            ("unknown escape character", "an escape in double quotes is not known", "use single quotes, or write \\\\ for a backslash"),
        ]
        for (sign, message, remedy) in known where problem.contains(sign) { return (place, message, remedy) }
        let text = context.map { "\($0): \(problem)" } ?? problem
        return (place, "not YAML: \(text)", "check the syntax there and just before it")
    }
}
