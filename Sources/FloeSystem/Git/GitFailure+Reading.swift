extension GitFailure {
    /// Reads from the last lines of git's error output what went wrong with a remote.
    init(reading answer: GitAnswer, of address: GitAddress, doing action: String) {
        let lines = answer.errors.map { $0.replacing(address.text, with: address.redacted) }
        let all = lines.joined(separator: "\n").lowercased()
        let said = Self.telling(lines)
        let quote = said.isEmpty ? "" : " (git: \(said))"
        func has(_ texts: String...) -> Bool { texts.contains { all.contains($0) } }
        let place = address.redacted
        let kind: Kind
        let text: String
        if has("no space left on device", "disk quota exceeded") {
            (kind, text) = (.diskFull, "the disk is full while trying to \(action); free some space on it")
        } else if has("couldn't find remote ref", "not our ref", "unadvertised object") {
            (kind, text) = (.versionNotFound, "\(place) does not have what was asked for")
        } else if has("remote host identification has changed") {
            (kind, text) = (
                .authentication,
                "the host key of \(place) is another than known_hosts has; find out whether the host was set up anew, and only then "
                    + "replace its line there"
            )
        } else if has("host key verification failed") {
            (kind, text) = (
                .authentication, "the host key of \(place) is not known; add it to known_hosts of the user floe runs as"
            )
        } else if has(
            "authentication failed", "could not read username", "could not read password", "terminal prompts disabled",
            "permission denied (", "returned error: 401", "returned error: 403")
        {
            (kind, text) = (
                .authentication,
                "\(place) refused access; give a key (key-file), a credential helper or a url that needs none, "
                    + "and look whether the repository exists"
            )
        } else if has(
            "could not resolve host", "failed to connect", "connection refused", "connection timed out", "no route to host",
            "network is unreachable", "couldn't connect to server", "operation timed out", "unable to connect",
            "name or service not known", "temporary failure in name resolution")
        {
            (kind, text) = (.unreachable, "\(place) cannot be reached; look at the host's name, its port and the network")
        } else if has(
            "repository not found", "does not appear to be a git repository", "not found", "returned error: 404",
            "no such file or directory", "access denied or repository not exported")
        {
            (kind, text) = (.repositoryNotFound, "there is no repository at \(place); look at the url")
        } else if has(
            "early eof", "hung up", "unexpected disconnect", "rpc failed", "connection reset", "transfer closed", "broken pipe",
            "too slow", "returned error: 5", "invalid index-pack output", "recv failure", "empty reply")
        {
            (kind, text) = (.vanished, "the connection to \(place) broke off; try again")
        } else if has(
            "bad object", "is corrupt", "corrupted", "file is empty", "cannot be accessed", "not a git repository",
            "unable to read", "missing blob", "missing tree", "did not send all necessary objects", "bad config",
            "unknown index entry", "invalid sha1 pointer")
        {
            (kind, text) = (.damaged, "objects of \(place) that are on this host are damaged")
        } else {
            (kind, text) = (.other, "git could not \(action) of \(place), status \(answer.status)")
        }
        self.init(kind, text + quote, status: answer.status)
    }

    /// Whether the remote cannot send part of a history.
    static func isWithoutShallow(_ answer: GitAnswer) -> Bool {
        answer.errors.contains { $0.contains("does not support shallow") || $0.contains("does not support --depth") }
    }

    /// The lines that say it best: the first that is an error, else the last.
    private static func telling(_ lines: [String]) -> String {
        let marks = ["fatal: ", "error: ", "ERROR: ", "remote: fatal: ", "remote: ERROR: "]
        let told = lines.first { line in marks.contains { line.hasPrefix($0) } } ?? lines.last { !$0.isEmpty } ?? ""
        return String(told.prefix(400))
    }
}
