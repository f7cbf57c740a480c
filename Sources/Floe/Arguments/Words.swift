/// The words of a command line, spelled as the commands declare them.
///
/// `-host_name=h1` is `--host-name=h1`; `-dev=true` is `--dev`, `-dev=false` nothing; only flags are `floe serve`. One dash and one
/// letter is a short option, and after `--` all is left alone.
enum Words {
    /// Options that take no value.
    static let switches: Set<String> = [
        "dev", "print-config", "help", "help-hidden", "version", "detach", "dry-run", "keep", "markdown", "follow", "all", "hard", "list",
        "no-logs", "no-artifacts", "repair",
    ]
    private static let yes: Set<Substring> = ["true", "yes", "on", "1"]
    private static let no: Set<Substring> = ["false", "no", "off", "0"]
    /// Flags that ask about floe itself, and do not start it.
    private static let asking: Set<String> = ["-h", "--help", "--help-hidden", "--version"]

    /// - Parameter words: Without the name of the program.
    static func normalise(_ words: [String]) -> [String] {
        // What shells ask for completions, and what is then in the making, is spelled as it is.
        if words.first == "---completion" { return words }
        let end = words.firstIndex(of: "--") ?? words.endIndex
        let spelled = words[..<end].compactMap(Self.spell) + words[end...]
        guard let first = spelled.first else { return ["serve"] }
        return first.hasPrefix("-") && !Self.asking.contains(first) ? ["serve"] + spelled : spelled
    }

    /// One word; nil for a switch that is off.
    private static func spell(_ word: String) -> String? {
        let bare = word.drop { $0 == "-" }
        let dashes = word.count - bare.count
        guard dashes == 1 || dashes == 2, let first = bare.first, first.isLetter else { return word }
        let parts = bare.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if dashes == 1, parts[0].count == 1 { return word }
        let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
        guard parts.count == 2 else { return "--\(name)" }
        if Self.switches.contains(name) {
            if Self.yes.contains(parts[1]) { return "--\(name)" }
            if Self.no.contains(parts[1]) { return nil }
        }
        return "--\(name)=\(parts[1])"
    }
}
