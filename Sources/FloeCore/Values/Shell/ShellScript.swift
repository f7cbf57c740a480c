/// A script for bash in which each reference has become a reference to an environment variable.
///
/// What a reference stands for is never part of the script's text, so it cannot be run as a command; it reaches the shell as one
/// quoted word, whatever quotes surround it.
public struct ShellScript: Sendable, Hashable {
    public struct Variable: Sendable, Hashable {
        /// `FLOE_V_1` and so on, in order of first use.
        public var name: String
        /// What it is to hold; with the filter `sh`, quoted once more.
        public var reference: Template.Reference
    }

    /// What bash is to run.
    public var text: String
    public var variables: [Variable]
    /// Where in the source, in bytes, the arguments are.
    public private(set) var end: Int

    /// The variable that holds an argument; the first is 1.
    public static func argument(_ number: Int) -> String { "FLOE_A_\(number)" }

    /// Rewrites a script. Fails where a reference is malformed, or stands where no value can be put safely.
    ///
    /// - Parameter arguments: How many words its last command gets, before the comment, `&`, `;` or here-document that may end it.
    ///   Each is the value of a variable, so that whatever is in it cannot be run as a command either.
    public init(_ source: String, arguments: Int = 0) throws(Template.ParseError) {
        let template = try Template(parsing: source)
        self.text = source
        self.variables = []
        self.end = source.utf8.count
        if template.references.isEmpty, arguments == 0 { return }
        var rewriter = ShellRewriter(template)
        do { try rewriter.rewrite() } catch {
            throw Template.ParseError(
                reference: error.reference, reason: error.reason, offset: Self.offset(ofReference: error.offset, in: source))
        }
        self.variables = rewriter.variables
        if arguments == 0 {
            self.text = rewriter.text
            return
        }
        self.end = Self.offset(ofSymbol: rewriter.end.read, in: source)
        let (written, end) = template.references.isEmpty ? (Array(source.utf8), self.end) : (rewriter.output, rewriter.end.written)
        let words = (1...arguments).map { " \"${\(Self.argument($0))}\"" }.joined()
        // A line that goes on and has no other after it would take its backslash for a word.
        let rest = written[end...] + (written.last == UInt8(ascii: "\\") ? [UInt8(ascii: "\n")] : [])
        self.text = String(decoding: written[..<end] + words.utf8 + rest, as: UTF8.self)
    }

    /// Where in the text, in bytes, the symbol of the given number begins: a byte, or a whole reference.
    private static func offset(ofSymbol number: Int, in source: String) -> Int {
        let bytes = Array(source.utf8)
        var at = 0
        for _ in 0..<number where at < bytes.count {
            if at + 1 < bytes.count, bytes[at] == 0x7B, bytes[at + 1] == 0x7B {
                while at + 1 < bytes.count, !(bytes[at] == 0x7D && bytes[at + 1] == 0x7D) { at += 1 }
                at += 2
            } else {
                at += 1
            }
        }
        return min(at, bytes.count)
    }

    /// Where in the text, in bytes, the reference of the given number begins.
    private static func offset(ofReference number: Int, in source: String) -> Int {
        let bytes = Array(source.utf8)
        var at = 0
        var left = number
        while at + 1 < bytes.count {
            if bytes[at] == 0x7B, bytes[at + 1] == 0x7B {
                if left == 0 { return at }
                left -= 1
                at += 2
                while at + 1 < bytes.count, !(bytes[at] == 0x7D && bytes[at + 1] == 0x7D) { at += 1 }
                at += 2
            } else {
                at += 1
            }
        }
        return 0
    }
}
