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

    /// Rewrites a script. Fails where a reference is malformed, or stands where no value can be put safely.
    public init(_ source: String) throws(Template.ParseError) {
        let template = try Template(parsing: source)
        if template.references.isEmpty {
            self.text = source
            self.variables = []
            return
        }
        var rewriter = ShellRewriter(template)
        do { try rewriter.rewrite() } catch {
            throw Template.ParseError(
                reference: error.reference, reason: error.reason, offset: Self.offset(ofReference: error.offset, in: source))
        }
        self.text = rewriter.text
        self.variables = rewriter.variables
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
