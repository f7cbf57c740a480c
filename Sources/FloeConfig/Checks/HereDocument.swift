/// Finds here-documents in the text of a shell.
enum HereDocument {
    /// The delimiter of the first here-document that quotes its delimiter and holds a template: a variable in it would not be expanded.
    static func quotedWithTemplate(in shell: String) -> String? {
        var open: [(delimiter: String, quoted: Bool, dashed: Bool)] = []
        var quote: Character?
        for line in shell.split(separator: "\n", omittingEmptySubsequences: false) {
            if let here = open.first {
                let text = here.dashed ? line.drop { $0 == "\t" } : line
                if text == here.delimiter {
                    open.removeFirst()
                } else if here.quoted, line.contains("{{") {
                    return here.delimiter
                }
                continue
            }
            open = Self.opened(by: line, quote: &quote)
        }
        return nil
    }

    /// The here-documents that a line of commands opens, in order.
    private static func opened(by line: Substring, quote: inout Character?) -> [(delimiter: String, quoted: Bool, dashed: Bool)] {
        var found: [(delimiter: String, quoted: Bool, dashed: Bool)] = []
        var rest = line
        var previous: Character = " "
        while let character = rest.popFirst() {
            if let mark = quote {
                if character == "\\", mark == "\"" { _ = rest.popFirst() } else if character == mark { quote = nil }
                previous = character
                continue
            }
            switch character {
            case "\\": _ = rest.popFirst()
            case "'", "\"": quote = character
            case "#" where previous.isWhitespace || ";&|(".contains(previous): return found
            case "<" where rest.first == "<":
                rest.removeFirst()
                // `<<<` is a word, not a document.
                if rest.first == "<" {
                    rest.removeFirst()
                    break
                }
                let dashed = rest.first == "-"
                if dashed { rest.removeFirst() }
                rest = rest.drop { $0 == " " || $0 == "\t" }
                if let (delimiter, quoted) = Self.word(&rest) { found.append((delimiter, quoted, dashed)) }
            default: break
            }
            previous = character
        }
        return found
    }

    /// A word with its quotes taken off, and whether any part of it was quoted.
    private static func word(_ rest: inout Substring) -> (String, Bool)? {
        var text = ""
        var quoted = false
        var mark: Character?
        while let character = rest.first {
            if let open = mark {
                if character == open { mark = nil } else { text.append(character) }
            } else if character == "'" || character == "\"" {
                mark = character
                quoted = true
            } else if character == "\\" {
                quoted = true
                rest.removeFirst()
                if let next = rest.first { text.append(next) }
            } else if character.isWhitespace || ";&|<>()".contains(character) {
                break
            } else {
                text.append(character)
            }
            if !rest.isEmpty { rest.removeFirst() }
        }
        return text.isEmpty && !quoted ? nil : (text, quoted)
    }
}
