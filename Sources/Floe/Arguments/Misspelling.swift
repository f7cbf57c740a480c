import ArgumentParser
import FloeCore

/// Commands that there are not, told with the one that may have been meant.
enum Misspelling {
    /// - Parameter words: As `Words` spells them.
    static func check(_ words: [String]) throws {
        var command: any ParsableCommand.Type = FloeCommand.self
        var path = "floe"
        for word in words {
            let parts = command.configuration.subcommands
            guard !parts.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            if let part = parts.first(where: { Self.names($0).contains(word) }) {
                command = part
                path += " \(word)"
                continue
            }
            let known = parts.filter { $0.configuration.shouldDisplay }.flatMap { Self.names($0) }
            let hint = Suggestion.hint(for: word, among: known)
            let rest = hint.isEmpty ? "; there are \(known.joined(separator: ", "))" : ""
            throw CommandFailure(
                "there is no command '\(path) \(word)'\(hint)\(rest)\n  all of them, with what they do: \(path) --help", .usage)
        }
    }

    private static func names(_ command: any ParsableCommand.Type) -> [String] {
        [command.configuration.commandName ?? ""] + command.configuration.aliases
    }
}
