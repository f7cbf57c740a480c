import ArgumentParser
import FloeAPI
import FloeCore
import Glibc

/// A run that a command follows, in the foreground of a terminal or of another program.
struct FollowedRun {
    /// What Ctrl-C does.
    enum OnSignal {
        /// Cancels the run, then its clean-up; the third leaves it alone.
        case cancels
        /// Leaves the run alone, at once.
        case leaves
    }

    let client: APIClient
    let ref: RunRef
    let flow: String
    var answers = GivenAnswers()
    var onSignal = OnSignal.cancels
    /// Questions are asked on the terminal, if there is one.
    var asks = true
    /// How the run was before: what is to be seen there is not told.
    var seen: RunView?
    /// Nothing is told but the run at its end, as JSON.
    var asJSON = false

    /// Follows it to its end and tells how it ended.
    ///
    /// - Throws: `ExitCode` of a run that was not good.
    func follow() async throws {
        let run: RunView
        if self.asJSON {
            run = try await self.wait()
            try Answer.json(try await self.client.get(Value.self, APIClient.Path.run(self.ref)))
        } else {
            run = try await self.show()
        }
        let status = RunEnd(run).status
        if status != 0 { throw ExitCode(status) }
    }

    /// To its end, in silence.
    private func wait() async throws -> RunView {
        for try await message in self.client.events(run: self.ref) {
            if case .event(let event) = message, event.tag == "sys.node.update" { continue }
            if case .broken = message { continue }
            if let run = try await self.client.runPatiently(self.ref), run.state == .archive { return run }
        }
        throw CancellationError()
    }

    private func show() async throws -> RunView {
        let terminal = Terminal(withoutReader: .leave)
        let (paint, labels) = (Paint.output, NodeLabels(main: self.flow))
        let board = StatusBoard(terminal: terminal, paint: paint, labels: labels)
        let desk = QuestionDesk(client: self.client, terminal: terminal, answers: self.answers, asks: self.asks && Keyboard.isThere)
        var book = FollowBook()
        if let seen = self.seen { _ = book.take(seen) }
        let follow = RunFollow(
            client: self.client, run: self.ref, terminal: terminal, paint: paint, labels: labels, board: board, desk: desk,
            book: book)
        // Taken before anything is told: whoever sees it may stop it.
        let signals = self.onSignal == .cancels ? Signals.stream([SIGINT, SIGTERM]) : nil
        let run = try await withThrowingTaskGroup(of: RunView?.self) { group in
            group.addTask { try await follow.follow() }
            group.addTask {
                await board.run()
                return nil
            }
            group.addTask {
                await desk.run()
                return nil
            }
            if let signals {
                let (client, ref) = (self.client, self.ref)
                group.addTask {
                    try await Self.heed(signals, client, ref, terminal)
                    return nil
                }
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                guard let ended else { continue }
                return ended
            }
            throw CancellationError()
        }
        await terminal.status("")
        for line in RunEnd(run, paint: paint).lines { await terminal.say(line) }
        return run
    }

    private static func heed(
        _ signals: AsyncStream<Int32>, _ client: APIClient, _ ref: RunRef, _ terminal: Terminal
    ) async throws {
        var count = 0
        for await signal in signals {
            count += 1
            let name = Signals.name(signal)
            switch count {
            case 1: await terminal.say("floe: \(name): cancelling \(ref); clean-up is done first, and a second signal stops that")
            case 2: await terminal.say("floe: \(name): stopping clean-up; a third signal leaves")
            default: throw CommandFailure("left; look at the run with: floe run show \(ref)", .cancelled)
            }
            do {
                try await client.cancel(ref)
            } catch let failure as APIFailure {
                if failure.status != 409 { await terminal.say("floe: \(ref) is not cancelled: \(failure)") }
            }
        }
    }
}
