/// SQL made of lists of columns.
enum SQLText {
    static func insert(_ table: String, _ columns: [String]) -> String {
        let parameters = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(parameters))"
    }

    /// Inserts a row, or changes the one that has its key.
    static func upsert(_ table: String, _ columns: [String], key: [String]) -> String {
        let changes = columns.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
        return Self.insert(table, columns)
            + " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))"
    }

    static func select(_ columns: [String], from table: String, _ rest: String) -> String {
        "SELECT \(columns.map { "\(table).\($0)" }.joined(separator: ", ")) FROM \(rest)"
    }
}
