/// The keys that one kind of mapping may have.
struct Table: Sendable {
    /// Its name in the JSON Schema.
    var id: String
    /// For sentences: `a flow`, `the options of exec`.
    var noun: String
    /// What it is for, in Markdown.
    var meaning: String
    var keys: [Key]
    /// Sets of keys of which one, and only one, must be there.
    var exactlyOne: [[String]] = []
    /// Sets of keys of which at most one may be there.
    var atMostOne: [[String]] = []
    /// What other keys may hold; nil where there may be none.
    var others: Shape?

    init(
        _ id: String, _ noun: String, _ meaning: String, _ keys: [Key], exactlyOne: [[String]] = [], atMostOne: [[String]] = [],
        others: Shape? = nil
    ) {
        self.id = id
        self.noun = noun
        self.meaning = meaning
        self.keys = keys
        self.exactlyOne = exactlyOne
        self.atMostOne = atMostOne
        self.others = others
    }

    /// `has` or `have`, as the noun wants it.
    var has: String { self.noun.hasPrefix("the options") ? "have" : "has" }

    subscript(name: String) -> Key? { self.keys.first { $0.name == name } }
}
