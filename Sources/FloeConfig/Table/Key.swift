/// One key of a table of the language: what the decoder, the JSON Schema and the reference page are made from.
struct Key: Sendable {
    var name: String
    var shape: Shape
    /// What it is when it is left out, as the reference shows it; empty when it is then simply not there.
    var standard: String
    /// A sentence for people, in Markdown.
    var meaning: String
    var required = false
    /// It is checked, but not carried out in this version.
    var later = false
    /// What its text must have in it, for the JSON Schema; whoever reads the key says it in words.
    var pattern: String?

    init(
        _ name: String, _ shape: Shape, _ standard: String = "", _ meaning: String, required: Bool = false, later: Bool = false,
        pattern: String? = nil
    ) {
        self.name = name
        self.shape = shape
        self.standard = standard
        self.meaning = meaning
        self.required = required
        self.later = later
        self.pattern = pattern
    }
}
