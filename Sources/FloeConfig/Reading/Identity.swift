/// The id and the name of a flow, a trigger or a node; each is made from the other when it is absent.
struct Identity {
    /// Ids are parts of file names.
    static let longest = 100
    /// What an id is, for the JSON Schema.
    static let pattern = "^[A-Za-z0-9_][A-Za-z0-9_-]{0,\(Self.longest - 1)}$"

    var id: String
    var name: String

    /// Reports what is wrong and gives nil.
    init?(_ fields: Fields, what: String, problems: ProblemList) {
        if !fields.has("id"), !fields.has("name") {
            problems.error(at: fields.place, "\(what) has neither id nor name", "give it one of them")
            return nil
        }
        let name = fields.text("name")
        if fields.has("id") {
            guard let id = fields.text("id") else { return nil }
            let place = fields.place("id")
            if id.contains(".") || id.contains(where: \.isWhitespace) {
                problems.error(
                    at: place, "the id '\(id.shown)' has a dot or a space", "write '\(Self.made(from: id).shown)', or move it to 'name'")
                return nil
            }
            guard Self.isID(id) else {
                problems.error(
                    at: place, "the id '\(id.shown)' cannot be part of an address",
                    "use at most \(Self.longest) letters of a to z, digits, - and _")
                return nil
            }
            self.init(id: id, name: name ?? id)
            return
        }
        guard let name else { return nil }
        let id = Self.made(from: name)
        guard Self.isID(id) else {
            problems.error(
                at: fields.place("name"), "no id can be made from the name '\(name.shown)'",
                "add an 'id' of at most \(Self.longest) letters of a to z, digits, - and _")
            return nil
        }
        self.init(id: id, name: name)
    }

    private init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// Lower case, spaces and dots to `-`, outer ones trimmed.
    static func made(from name: String) -> String {
        let dashed = name.lowercased().map { $0 == " " || $0 == "." ? "-" : $0 }
        let trimmed = dashed.drop { $0 == "-" }.reversed().drop { $0 == "-" }.reversed()
        return String(trimmed)
    }

    static func isID(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= self.longest, text.utf8.first != 0x2D else { return false }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
        }
    }
}
