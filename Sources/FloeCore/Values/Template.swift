/// Text with references in double braces: `build {{task.version.number}} of {{trigger.branch}}`.
///
/// A template is rendered once; what a reference brings in is never looked at again for references.
public struct Template: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        case text(String)
        case reference(Reference)
    }

    public var parts: [Part]

    /// What a reference names, and whether it is quoted once more for a second shell (`{{x|sh}}`).
    public struct Reference: Sendable, Hashable {
        public enum Source: Sendable, Hashable {
            case workspace
            case trigger(String)
            case task(String, String)
            case host(String)
        }

        public var source: Source
        public var quotedForShell: Bool

        public init(_ source: Source, quotedForShell: Bool = false) {
            self.source = source
            self.quotedForShell = quotedForShell
        }

        /// The name it is looked up by: `ws`, `trigger.branch`, `task.build.version`, `host.os`.
        public var name: String {
            switch self.source {
            case .workspace: "ws"
            case .trigger(let key): "trigger.\(key)"
            case .task(let id, let key): "task.\(id).\(key)"
            case .host(let fact): "host.\(fact)"
            }
        }
    }

    /// Why a text is no template: the reference as written, and what is wrong with it.
    public struct ParseError: Error, Sendable, Hashable {
        public var reference: String
        public var reason: String
        /// Distance from the start of the text in UTF-8 bytes.
        public var offset: Int
    }

    public init(parsing text: String) throws(ParseError) {
        var parts: [Part] = []
        var literal = ""
        let bytes = Array(text.utf8)
        var at = 0
        var from = 0
        func flush(upTo end: Int) {
            if end > from { literal += String(decoding: bytes[from..<end], as: UTF8.self) }
        }
        while at + 1 < bytes.count {
            guard bytes[at] == 0x7B, bytes[at + 1] == 0x7B else {
                at += 1
                continue
            }
            flush(upTo: at)
            var end = at + 2
            while end + 1 < bytes.count, !(bytes[end] == 0x7D && bytes[end + 1] == 0x7D) { end += 1 }
            guard end + 1 < bytes.count else {
                throw ParseError(
                    reference: String(decoding: bytes[at...].prefix(40), as: UTF8.self),
                    reason: "has no closing }}", offset: at)
            }
            let inside = String(decoding: bytes[(at + 2)..<end], as: UTF8.self)
            if !literal.isEmpty {
                parts.append(.text(literal))
                literal = ""
            }
            parts.append(.reference(try Reference(parsing: inside, offset: at)))
            at = end + 2
            from = at
        }
        flush(upTo: bytes.count)
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    /// The references in it, in order, doubles included.
    public var references: [Reference] {
        self.parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// The text with each reference replaced by what `look` gives for it, or nil with the name of the first that names nothing.
    public func render(_ look: (Reference) -> String?) -> Result<String, Unresolved> {
        var text = ""
        for part in self.parts {
            switch part {
            case .text(let literal): text += literal
            case .reference(let reference):
                guard let value = look(reference) else { return .failure(Unresolved(name: reference.name)) }
                text += reference.quotedForShell ? ShellText.quoted(value) : value
            }
        }
        return .success(text)
    }

    /// A reference that names nothing.
    public struct Unresolved: Error, Sendable, Hashable {
        public var name: String
        public init(name: String) { self.name = name }
    }
}

extension Template.Reference {
    init(parsing inside: String, offset: Int) throws(Template.ParseError) {
        func fail(_ reason: String) -> Template.ParseError {
            Template.ParseError(reference: "{{\(inside)}}", reason: reason, offset: offset)
        }
        let pieces = inside.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
        guard pieces.count <= 2, !pieces[0].isEmpty else { throw fail("is empty or has more than one filter") }
        if pieces.count == 2, pieces[1] != "sh" { throw fail("has the unknown filter '\(pieces[1])'; the only one is 'sh'") }
        let quoted = pieces.count == 2
        let words = pieces[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard words.allSatisfy({ !$0.isEmpty }) else { throw fail("has an empty word") }
        switch (words[0], words.count) {
        case ("ws", 1): self.init(.workspace, quotedForShell: quoted)
        case ("trigger", 2...): self.init(.trigger(words[1...].joined(separator: ".")), quotedForShell: quoted)
        case ("host", 2...): self.init(.host(words[1...].joined(separator: ".")), quotedForShell: quoted)
        case ("task", 3...), ("merge", 3...):
            self.init(.task(words[1], words[2...].joined(separator: ".")), quotedForShell: quoted)
        default: throw fail("names nothing that a flow has; use ws, trigger.KEY, task.ID.KEY or host.FACT")
        }
    }

    private static func trimmed(_ piece: Substring) -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(piece.drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
