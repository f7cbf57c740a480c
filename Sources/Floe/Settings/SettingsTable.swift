/// Settings as a table for people: name, value, where it comes from. Secrets are not shown.
struct SettingsTable: CustomStringConvertible {
    private let settings: [Setting]

    init(_ settings: [Setting]) { self.settings = settings }

    var description: String {
        let rows = self.settings.map { setting in
            let value = setting.isSecret && !setting.value.isEmpty ? "(not shown)" : setting.value
            return (setting.name, value.isEmpty ? "-" : value, setting.origin.description)
        }
        let names = rows.map(\.0.count).max() ?? 0
        let values = rows.map(\.1.count).max() ?? 0
        return rows.map { "\(Self.pad($0.0, to: names))  \(Self.pad($0.1, to: values))  \($0.2)" }.joined(separator: "\n")
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
