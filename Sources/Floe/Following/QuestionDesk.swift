import FloeAPI
import FloeCore
import FloeSystem

/// Answers data nodes of runs on a server, one after another: from what was given beforehand, else by asking on the terminal. What is
/// answered neither way waits on: somebody else may answer it.
struct QuestionDesk: Sendable {
    /// Something that is asked until it is closed: then it was answered elsewhere, or the run is over.
    struct Question: Sendable {
        let run: RunRef
        let node: NodeView
        let label: String
        fileprivate let closed: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation

        fileprivate init(_ run: RunRef, _ node: NodeView, _ label: String) {
            self.run = run
            self.node = node
            self.label = label
            (self.closed, self.end) = AsyncStream.makeStream()
        }

        func close() { self.end.finish() }
    }

    let client: APIClient
    let terminal: Terminal
    let answers: GivenAnswers
    /// There is a person to ask, and it is wanted.
    let asks: Bool
    private let questions: AsyncStream<Question>
    private let add: AsyncStream<Question>.Continuation

    init(client: APIClient, terminal: Terminal, answers: GivenAnswers = GivenAnswers(), asks: Bool = Keyboard.isThere) {
        self.client = client
        self.terminal = terminal
        self.answers = answers
        self.asks = asks
        // Bounded by the passes that wait.
        (self.questions, self.add) = AsyncStream.makeStream()
    }

    func ask(_ run: RunRef, _ node: NodeView, _ label: String) -> Question {
        let question = Question(run, node, label)
        self.add.yield(question)
        return question
    }

    /// Until the calling task is cancelled.
    func run() async {
        for await question in self.questions { await self.take(question) }
    }

    private func take(_ question: Question) async {
        guard let form = question.node.form?.form else { return }
        let prepared = self.answers.answer(question.node.id, pass: question.node.pass)
        var problem: String?
        if let prepared {
            problem = await self.send(prepared, form, to: question)
            if problem == nil { return }
        }
        guard self.asks else { return await self.point(question, form, problem) }
        if let problem { await self.terminal.say("\(question.label) ? \(problem)") }
        while true {
            switch await self.interview(question, form, given: problem == nil ? prepared ?? [:] : [:]) {
            case .closed:
                if !Task.isCancelled { await self.terminal.say("\(question.label) ? no answer is needed any more") }
                return
            case .nothing: return await self.point(question, form, nil)
            case .values(let values):
                problem = await self.send(values, form, to: question)
                guard let problem else { return }
                await self.terminal.say("\(question.label) ? \(problem)")
            }
        }
    }

    private enum Told: Sendable {
        case closed, nothing
        case values(Values)
    }

    private func interview(_ question: Question, _ form: Form, given: Values) async -> Told {
        guard let keyboard = Keyboard() else { return .nothing }
        await self.terminal.hideStatus(true)
        let told = await withTaskGroup(of: Told.self) { group in
            group.addTask {
                let interview = Interview(terminal: self.terminal, keyboard: keyboard)
                return await interview.ask(form, of: question.label, given: given).map { Told.values($0) } ?? .nothing
            }
            group.addTask {
                for await _ in question.closed {}
                return .closed
            }
            let first = await group.next() ?? .closed
            group.cancelAll()
            return first
        }
        await self.terminal.hideStatus(false)
        return told
    }

    /// Nil when it was taken, or is not needed any more; else what is wrong with it.
    private func send(_ values: Values, _ form: Form, to question: Question) async -> String? {
        let checked: Values
        switch form.check(values, matches: Pattern.matches) {
        case .success(let good): checked = good
        case .failure(let failure): return failure.problems.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
        }
        do {
            // Said first, or what follows from it might be told before.
            await self.terminal.say("\(question.label) = \(Self.words(checked, form))")
            try await self.client.answer(
                question.run, question.node.id, AnswerBody(values: checked, pass: question.node.pass), key: RequestKey.make())
            return nil
        } catch let failure as APIFailure where failure.status == 409 {
            await self.terminal.say("\(question.label): the answer came too late: \(failure)")
            return nil
        } catch {
            return Task.isCancelled ? nil : "\(error)"
        }
    }

    /// What was answered, without secrets.
    static func words(_ values: Values, _ form: Form) -> String {
        let secrets = Set(form.fields.filter { $0.kind == .secret }.map(\.id))
        return values.keys.sorted().filter { !secrets.contains($0) }.map { "\($0)=\(TextWidth.tame(values[$0]?.text ?? ""))" }
            .joined(separator: ", ")
    }

    /// Tells how else it can be answered.
    private func point(_ question: Question, _ form: Form, _ problem: String?) async {
        guard !Task.isCancelled else { return }
        let flags = form.fields.map { " --set \($0.id)=…" }.joined()
        let why = problem.map { " (\($0))" } ?? ""
        await self.terminal.say(
            "\(question.label): waits for an answer\(why): floe run answer \(question.run) \(question.node.id)\(flags)")
    }
}
