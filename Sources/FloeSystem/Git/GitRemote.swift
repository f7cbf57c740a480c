/// What a remote repository shows, asked without fetching anything.
public struct GitRemote: Sendable {
    /// A ref of a remote, as `refs/heads/main`.
    public struct Reference: Sendable, Hashable {
        public var name: String
        public var hash: String
        /// What a symbolic ref (`HEAD`) points to.
        public var target: String?
    }

    private let address: GitAddress
    private let program: GitProgram

    public init(address: GitAddress, program: GitProgram) {
        self.address = address
        self.program = program
    }

    /// The refs, in the remote's order; annotated tags are followed by the commit they name, as `refs/tags/v1^{}`.
    ///
    /// - Parameter patterns: as `git ls-remote` takes them; all refs when empty.
    public func references(matching patterns: [String] = []) async throws(GitFailure) -> [Reference] {
        try await self.references(matching: patterns, from: nil)
    }

    /// - Parameter folder: a repository whose `origin` is the address; it keeps what the address holds out of the argument list.
    func references(matching patterns: [String], from folder: String?) async throws(GitFailure) -> [Reference] {
        let answer = try await self.program.run(
            ["ls-remote", "-q", "--symref", "--end-of-options", folder == nil ? self.address.text : "origin"] + patterns,
            in: folder ?? "/", quiet: self.program.silence, limit: 64 << 20)
        guard answer.status == 0 else { throw GitFailure(reading: answer, of: self.address, doing: "list the refs") }
        var references: [Reference] = []
        var targets: [Substring: Substring] = [:]
        for line in answer.output.split(separator: "\n") {
            guard let tab = line.firstIndex(of: "\t") else { continue }
            let name = line[line.index(after: tab)...]
            if line.hasPrefix("ref: ") {
                targets[name] = line[..<tab].dropFirst(5)
            } else {
                references.append(Reference(name: String(name), hash: String(line[..<tab]), target: targets[name].map(String.init)))
            }
        }
        return references
    }
}
