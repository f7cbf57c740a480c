internal import FloeCore

extension Value {
    /// The value as what it must be, where the column's text was written by us.
    func required<T>(_ part: (Value) -> T?, _ column: String) throws -> T {
        guard let part = part(self) else { throw UnreadableColumn(column: column) }
        return part
    }
}

extension [String: Value] {
    func required<T>(_ key: String, _ part: (Value) -> T?) throws -> T {
        guard let value = self[key].flatMap(part) else { throw UnreadableColumn(column: key) }
        return value
    }
}
