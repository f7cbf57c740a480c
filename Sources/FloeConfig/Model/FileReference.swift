/// Where a file is: `config-path`, `flow-file`.
public enum FileReference: Sendable, Hashable {
    /// A file, relative to the folder of the file that names it; `~` and `%tmp` are not yet expanded.
    case file(String)
    case http(String)
    /// A file in a git repository.
    case git(repository: String, path: String)

    /// A text that holds `.git/` is git: the repository before it, the path after it. Else `http(s)://` is fetched, and the rest are files.
    public init(parsing text: String) {
        if let range = text.firstRange(of: ".git/"), range.upperBound < text.endIndex {
            self = .git(repository: String(text[..<range.upperBound].dropLast()), path: String(text[range.upperBound...]))
        } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
            self = .http(text)
        } else {
            self = .file(text)
        }
    }
}
