/// Reads a script the way bash does, as far as is needed to know how each reference is quoted, and writes it anew.
///
/// A reference becomes `"${FLOE_V_1}"`, `${FLOE_V_1}` or `'"${FLOE_V_1}"'`. In whatever place one of these ended up by a
/// misreading, a value could at worst be split into words or stay unread; it is never parsed as shell text. The places where bash
/// itself evaluates values (arithmetic and subscripts) are refused.
struct ShellRewriter {
    enum Symbol {
        case byte(UInt8)
        /// With its place among the references of the script.
        case reference(Template.Reference, Int)
    }

    /// Whether double quotes surround what is read, or a here-document, which is like them.
    enum Quotes { case none, double }

    var symbols: [Symbol]
    var at = 0
    var output: [UInt8] = []
    /// Where more words of the last command would go: how much of the script is read and how much written there.
    var end = (read: 0, written: 0)
    private(set) var variables: [ShellScript.Variable] = []

    init(_ template: Template) {
        self.symbols = []
        var index = 0
        for part in template.parts {
            switch part {
            case .text(let text): self.symbols += text.utf8.map(Symbol.byte)
            case .reference(let reference):
                self.symbols.append(.reference(reference, index))
                index += 1
            }
        }
    }

    var text: String { String(decoding: self.output, as: UTF8.self) }

    mutating func rewrite() throws(Template.ParseError) { try self.commands(closing: false) }

    // MARK: Reading

    mutating func next() -> Symbol? {
        guard self.at < self.symbols.count else { return nil }
        defer { self.at += 1 }
        return self.symbols[self.at]
    }

    /// A byte ahead; nil at the end and where a reference is.
    func peek(_ distance: Int = 0) -> UInt8? {
        guard self.at + distance < self.symbols.count, case .byte(let byte) = self.symbols[self.at + distance] else { return nil }
        return byte
    }

    /// The reference ahead, if that is what comes.
    var referenceAhead: Bool {
        guard self.at < self.symbols.count, case .reference = self.symbols[self.at] else { return false }
        return true
    }

    /// Reads other symbols in a way of their own and gives what was written for them.
    mutating func within(
        _ symbols: [Symbol], _ read: (inout ShellRewriter) throws(Template.ParseError) -> Void
    ) throws(Template.ParseError) -> [UInt8] {
        var inner = self
        inner.symbols = symbols
        inner.at = 0
        inner.output = []
        try read(&inner)
        self.variables = inner.variables
        return inner.output
    }

    // MARK: Writing

    mutating func write(_ byte: UInt8) { self.output.append(byte) }
    mutating func write(_ text: String) { self.output += text.utf8 }

    /// The value as one word, or as a part of what double quotes surround.
    mutating func write(_ reference: Template.Reference, in quotes: Quotes) {
        let name = "${\(self.variable(reference))}"
        self.write(quotes == .double ? name : "\"\(name)\"")
    }

    private mutating func variable(_ reference: Template.Reference) -> String {
        if let known = self.variables.first(where: { $0.reference == reference }) { return known.name }
        let variable = ShellScript.Variable(name: "FLOE_V_\(self.variables.count + 1)", reference: reference)
        self.variables.append(variable)
        return variable.name
    }

    /// A backslash, already read, and what it escapes. Before a reference it would escape our own quotes.
    mutating func backslash(in quotes: Quotes) {
        if self.referenceAhead {
            if quotes == .double { self.write("\\\\") }
            return
        }
        self.write(UInt8(ascii: "\\"))
        if case .byte(let byte)? = self.next() { self.write(byte) }
    }

    func refused(_ reference: Template.Reference, _ index: Int, _ reason: String) -> Template.ParseError {
        let filter = reference.quotedForShell ? "|sh" : ""
        return Template.ParseError(reference: "{{\(reference.name)\(filter)}}", reason: reason, offset: index)
    }
}
