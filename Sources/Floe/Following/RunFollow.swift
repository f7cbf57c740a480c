import FloeAPI
import FloeCore
import FloeSystem

/// Follows a run on a server to its end, and the runs it starts: what nodes write, as they write it, what becomes of them, and what
/// they ask. Restarts of the server and broken connections are lived through.
struct RunFollow: Sendable {
    /// Between tries to see how the run is.
    private static let pause = Duration.milliseconds(500)

    let client: APIClient
    let run: RunRef
    let terminal: Terminal
    let paint: Paint
    let labels: NodeLabels
    let board: StatusBoard
    /// Where questions are asked, or told of.
    let desk: QuestionDesk
    /// What is told already.
    var book = FollowBook()
    /// Another run that is followed waits for this one.
    var isChild = false

    /// The run at its end.
    func follow() async throws -> RunView {
        let (looks, look) = AsyncThrowingStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen(look) }
            defer { group.cancelAll() }
            return try await self.watch(looks, look)
        }
    }

    /// Rings whenever something has happened to the run.
    private func listen(_ look: AsyncThrowingStream<Void, any Error>.Continuation) async {
        var isBroken = false
        do {
            for try await message in self.client.events(run: self.run) {
                switch message {
                case .begun:
                    if isBroken, !self.isChild { await self.terminal.say("floe: connected again") }
                    isBroken = false
                    look.yield()
                case .missed: look.yield()
                case .event(let event):
                    guard event.tag == "sys.node.update" else {
                        look.yield()
                        continue
                    }
                    await self.board.progress(self.run, event.node, event.values)
                case .broken(let failure):
                    isBroken = true
                    if !self.isChild { await self.terminal.say("floe: \(failure); trying again, and the run goes on meanwhile") }
                }
            }
            look.finish()
        } catch {
            look.finish(throwing: error)
        }
    }

    private func watch(
        _ looks: AsyncThrowingStream<Void, any Error>, _ look: AsyncThrowingStream<Void, any Error>.Continuation
    ) async throws -> RunView {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var book = self.book
            var open: [FollowBook.Pass: QuestionDesk.Question] = [:]
            for try await _ in looks {
                let view: RunView
                do {
                    view = try await self.client.run(self.run)
                } catch let failure as APIFailure where failure.isTransient {
                    // Who listens gives up when this goes on for too long.
                    try await Task.sleep(for: Self.pause)
                    look.yield()
                    continue
                }
                await self.board.take(view)
                for news in book.take(view) {
                    switch news {
                    case .attempt(let attempt): group.addTask { await self.show(attempt, of: view.flow) }
                    case .line(let node, let moment): await self.tell(node, moment, of: view.flow)
                    case .child(let ref): group.addTask { await self.follow(child: ref) }
                    case .asked(let node):
                        let label = self.labels.label(view.flow, node.id)
                        open[FollowBook.Pass(node: node.id, pass: node.pass)] = self.desk.ask(view.ref, node, label)
                    case .answered(let pass): open.removeValue(forKey: pass)?.close()
                    }
                }
                guard view.state == .archive else { continue }
                for question in open.values { question.close() }
                try await group.waitForAll()
                await self.board.remove(self.run)
                return view
            }
            throw CancellationError()
        }
    }

    private func prefix(_ flow: String, _ node: String) -> String {
        let label = self.labels.label(flow, node)
        return self.paint(self.paint.node(label), label)
    }

    /// What an attempt writes, and what came of it.
    private func show(_ attempt: LogAttempt, of flow: String) async {
        let label = self.prefix(flow, attempt.node)
        var lines = PrefixedLines("\(label) \(self.paint(.dim, "|")) ")
        do {
            for try await bytes in self.client.followLog(attempt) { await self.terminal.write(lines.take(bytes)) }
            await self.terminal.write(lines.flush())
            let view = try await self.client.run(attempt.run)
            let node = view.nodes.last { $0.id == attempt.node && $0.pass == attempt.pass }
            guard let node, let number = attempt.attempt, let outcome = node.outcome(ofAttempt: number) else { return }
            let words = Outcome.words(outcome.kind, status: outcome.status, reason: outcome.reason)
            let which = node.attempt > 1 ? ", attempt \(number)" : ""
            await self.terminal.say("\(label): \(self.paint(outcome.kind.colour, TextWidth.tame(words)))\(which)")
        } catch {
            await self.terminal.write(lines.flush())
            if !Task.isCancelled { await self.terminal.say("\(label): its log is not shown: \(error)") }
        }
    }

    /// A line about a node that writes none.
    private func tell(_ node: NodeView, _ moment: FollowBook.News.Moment, of flow: String) async {
        let label = self.prefix(flow, node.id)
        switch (moment, node.type) {
        case (.started, "timer"):
            let until = node.deadline.map { " until \(TimeText.local($0.moment))" } ?? ""
            await self.terminal.say("\(label): waiting\(until)")
        case (.started, "flow"): await self.terminal.say("\(label): starting\(node.child.map { " \($0)" } ?? "")")
        case (.started, _): break
        case (.ended, _):
            guard let outcome = node.outcome else { return }
            let by = node.by.isEmpty ? "" : " by \(node.by)"
            let words = Outcome.words(outcome, status: node.status, reason: node.reason)
            await self.terminal.say("\(label): \(self.paint(outcome.colour, TextWidth.tame(words)))\(by)")
        }
    }

    private func follow(child: RunRef) async {
        let follow = RunFollow(
            client: self.client, run: child, terminal: self.terminal, paint: self.paint, labels: self.labels, board: self.board,
            desk: self.desk, isChild: true)
        do {
            _ = try await follow.follow()
        } catch {
            if !Task.isCancelled { await self.terminal.say("floe: \(child) is not followed: \(error)") }
        }
    }
}
