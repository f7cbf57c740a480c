import ArgumentParser
import FloeAPI
import FloeCore

struct RunLogsCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Shows what the nodes of a run write.",
        discussion: """
            Without a node, all of them, each line after the id of its node. With one, its last attempt as it was written, byte for byte. \
            With -f it goes on until the end; following a whole run, it exits as the run did: 0 good, 1 bad, 3 cancelled, 124 timed out. \
            A server that is restarted meanwhile is waited for.

            EXAMPLES
              floe run logs h1-42                     everything
              floe run logs -f h1-42                  as it happens, to the end
              floe run logs h1-42 test --tail 50      the last 50 lines of a node
              floe run logs h1-42 test --find error   lines with a text, and their numbers
              floe run logs h1-42 test --pass 2 --attempt 1
            """)

    @Argument(help: ArgumentHelp("The run, as in h1-42.", valueName: "ref"), completion: ServerNames.runs())
    var ref: RunRef
    @Argument(help: ArgumentHelp("One node of it.", valueName: "node"), completion: ServerNames.nodes)
    var node: String?
    @Flag(name: [.short, .long], help: "Go on until the end.")
    var follow = false
    @Option(help: ArgumentHelp("Only the last lines, of each node.", valueName: "lines"))
    var tail: Int?
    @Option(help: ArgumentHelp("Only lines that hold this text, with their numbers.", valueName: "text"))
    var find: String?
    @Option(help: ArgumentHelp("Which pass of the node. (default: the last)", valueName: "number"))
    var pass: Int?
    @Option(help: ArgumentHelp("Which attempt of the pass. (default: the last)", valueName: "number"))
    var attempt: Int?
    @OptionGroup var server: ServerOptions

    func validate() throws {
        if self.node == nil, self.pass != nil || self.attempt != nil {
            throw ValidationError("--pass and --attempt are of a node; name it: floe run logs \(self.ref) NODE")
        }
        if let tail = self.tail, !(1...20_000).contains(tail) { throw ValidationError("--tail takes 1 to 20000 lines") }
        if self.follow, self.find != nil { throw ValidationError("--find looks at what there is; leave out --follow") }
        if self.follow, self.node == nil, self.tail != nil { throw ValidationError("--tail with --follow is of a node; name it") }
    }

    func run(on client: APIClient) async throws {
        let run = try await client.run(self.ref)
        if let node = self.node {
            try self.check(node, in: run)
            let attempt = LogAttempt(run: self.ref, node: node, pass: self.pass, attempt: self.attempt)
            return try await self.show(attempt, client)
        }
        if self.follow {
            let followed = FollowedRun(client: client, ref: self.ref, flow: run.flow, onSignal: .leaves, asks: false)
            return try await followed.follow()
        }
        try await self.showAll(of: run, client)
    }

    private func check(_ id: String, in run: RunView) throws {
        guard !run.nodes.contains(where: { $0.id == id }) else { return }
        let ids = run.nodes.map(\.id)
        throw CommandFailure(
            "\(self.ref) has no node '\(id)'\(Suggestion.hint(for: id, among: ids)); it has \(Set(ids).sorted().joined(separator: ", "))",
            .usage)
    }

    /// One log, as it is.
    private func show(_ attempt: LogAttempt, _ client: APIClient) async throws {
        if let find = self.find { return try await self.hits(of: find, in: attempt, before: "", client) }
        var from = 0
        if let tail = self.tail {
            let (bytes, offset) = try await client.tail(attempt, lines: tail)
            Answer.write(bytes)
            from = offset + bytes.count
            guard self.follow else { return }
        }
        let log = self.follow ? client.followLog(attempt, from: from) : client.log(attempt)
        for try await bytes in log { Answer.write(bytes) }
    }

    private func hits(of text: String, in attempt: LogAttempt, before: String, _ client: APIClient) async throws {
        let found = try await client.find(text, in: attempt)
        for hit in found.hits { Answer.text("\(before)\(Paint.output(.dim, "\(hit.line):")) \(hit.text)") }
        if found.more { Answer.text("\(before)and more; read the whole: floe run logs \(attempt.run) \(attempt.node)") }
    }

    /// Everything there is, node after node, in the order in which they began.
    private func showAll(of run: RunView, _ client: APIClient) async throws {
        let paint = Paint.output
        let nodes = run.nodes.filter(\.writes).sorted {
            ($0.startedAt?.moment.milliseconds ?? 0) < ($1.startedAt?.moment.milliseconds ?? 0)
        }
        if nodes.isEmpty { Answer.text("no node of \(self.ref) has written anything\(run.state == .archive ? "" : " yet")") }
        for node in nodes {
            for number in 1...node.attempt {
                let attempt = LogAttempt(run: self.ref, node: node.id, pass: node.pass, attempt: number)
                let prefix = "\(paint(paint.node(node.id), node.id)) \(paint(.dim, "|")) "
                do {
                    if let find = self.find {
                        try await self.hits(of: find, in: attempt, before: prefix, client)
                    } else if let tail = self.tail {
                        var lines = PrefixedLines(prefix)
                        Answer.write(lines.take(try await client.tail(attempt, lines: tail).bytes) + lines.flush())
                    } else {
                        var lines = PrefixedLines(prefix)
                        for try await bytes in client.log(attempt) { Answer.write(lines.take(bytes)) }
                        Answer.write(lines.flush())
                    }
                } catch let failure as APIFailure where failure.status == 404 {
                    Answer.text("\(prefix)\(failure)")
                }
            }
        }
    }
}
