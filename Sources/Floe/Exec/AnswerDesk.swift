import FloeCore
import FloeHub
import FloeStore
import FloeSystem

/// Answers data nodes one after another: from what was given beforehand, else by asking on the terminal, else the run is cancelled.
struct AnswerDesk: Sendable {
    private struct Question: Sendable {
        var run: RunRef
        var node: String
        var pass: Int
    }

    let engine: Engine
    let answers: GivenAnswers
    let terminal: Terminal
    let report: any ExecReport
    let labels: NodeLabels
    let brake: Brake
    private let questions: AsyncStream<Question>
    private let add: AsyncStream<Question>.Continuation

    init(engine: Engine, answers: GivenAnswers, terminal: Terminal, report: any ExecReport, labels: NodeLabels, brake: Brake) {
        self.engine = engine
        self.answers = answers
        self.terminal = terminal
        self.report = report
        self.labels = labels
        self.brake = brake
        // Bounded by the passes that wait.
        (self.questions, self.add) = AsyncStream.makeStream()
    }

    func ask(_ run: RunRef, _ node: String, _ pass: Int) { self.add.yield(Question(run: run, node: node, pass: pass)) }

    /// Until the calling task is cancelled.
    func run() async {
        let keyboard = self.report.isForPeople && Keyboard.isThere ? Keyboard() : nil
        for await question in self.questions {
            do {
                try await self.take(question, keyboard)
            } catch {
                await self.report.note("floe: \(question.node) cannot be answered: \(error)")
                await self.brake.cancel(by: "floe exec")
            }
        }
    }

    private func take(_ question: Question, _ keyboard: Keyboard?) async throws {
        let store = self.engine.store
        let stored = try await BlockingPool.shared.run { try store.run(question.run) }
        guard let stored, let at = stored.flow.compiled.index[question.node],
            case .data(let request) = stored.flow.flow.nodes[at].kind,
            let form = stored.form(node: question.node, pass: question.pass)
        else { return }
        let label = self.labels.label(stored.row.flow, question.node)
        let prepared = self.answers.answer(question.node, pass: question.pass)
        var checked = prepared.map { form.check($0, matches: Pattern.matches) }
        if let keyboard, (try? checked?.get()) == nil {
            guard let values = await Interview(terminal: self.terminal, keyboard: keyboard).ask(form, of: label, given: prepared ?? [:])
            else {
                guard !Task.isCancelled else { return }
                return await self.giveUp(label, "no answer was given")
            }
            checked = form.check(values, matches: Pattern.matches)
        }
        switch checked {
        case .success(let values):
            try await self.send(form.sealing(values, by: { self.engine.secrets.key.seal($0) }), to: question, request, label)
        case .failure(let failure):
            await self.giveUp(label, failure.problems.map { "--set \(question.node).\($0.field): \($0.message)" }.joined(separator: "; "))
        case nil:
            let flags = form.fields.map { "--set \(question.node).\($0.id)=…" }.joined(separator: " ")
            await self.giveUp(label, "it asks for data, and there is no terminal to ask on; answer it beforehand with \(flags)")
        }
    }

    private func send(_ values: Values, to question: Question, _ request: Node.DataRequest, _ label: String) async throws {
        let good = request.goodWhen.map { values[$0] == .bool(true) } ?? true
        let secrets = Set(request.form.fields.filter { $0.kind == .secret }.map(\.id))
        let shown = values.keys.sorted().filter { !secrets.contains($0) }.map { "\($0)=\(values[$0]?.text ?? "")" }
        let answer = AnswerRequest(
            run: question.run, node: question.node, pass: question.pass, good: good, values: values, by: "exec")
        // Said first, or what follows from it might be told before.
        await self.report.note("\(label) = \(shown.joined(separator: ", "))")
        switch try await self.engine.hub.submit({ .answer(answer, $0) }) {
        case .accepted, .done: break
        case .conflict(let why), .notFound(let why), .full(let why): await self.report.note("\(label): the answer came too late: \(why)")
        }
    }

    private func giveUp(_ label: String, _ why: String) async {
        await self.report.note("floe: \(label) is not answered, so the run is cancelled: \(why)")
        await self.brake.cancel(by: "floe exec")
    }
}
