internal import FloeCore

extension PassRow {
    static let columns: [String] = [
        "number", "host", "node", "pass", "instance", "state", "cause", "attempt", "outcome", "status", "reason", "queue", "deadline",
        "stopping", "late", "void", "cleanup", "own", "earlier", "keeper", "child", "heard", "answered_by", "start_event", "end_event",
        "queued_at", "started_at", "ended_at", "answer_key",
    ]

    static let upsert = SQLText.upsert("pass", Self.columns, key: ["number", "host", "node", "pass", "instance"])

    func bind(_ to: inout some ColumnSink) {
        to.bind(self.key.run.number)
        to.bind(self.key.run.host)
        to.bind(self.key.node)
        to.bind(self.key.pass)
        to.bind(self.key.instance)
        to.bind(self.state.rawValue)
        to.bind(self.cause)
        to.bind(self.attempt)
        to.bind(self.outcome?.rawValue)
        to.bind(self.status)
        to.bind(self.reason)
        to.bind(self.queue)
        to.bind(self.deadline)
        to.bind(self.stopping)
        to.bind(self.late)
        to.bind(self.void)
        to.bind(self.cleanup)
        to.bind(self.own)
        if self.earlier.isEmpty { to.bindNull() } else { to.bind(ValueWriter.text(.list(self.earlier.map(\.value)))) }
        to.bind(self.keeper)
        to.bind(self.child?.description)
        to.bind(self.heard.mapValues { Value.int(Int64($0)) })
        to.bind(self.by)
        to.bind(self.startEvent)
        to.bind(self.endEvent)
        to.bind(self.queuedAt)
        to.bind(self.startedAt)
        to.bind(self.endedAt)
        to.bind(self.answerKey)
    }

    init(_ from: inout some ColumnSource) throws {
        let number = from.int()
        let run = RunRef(host: from.text(), number: number)
        let node = from.text()
        let pass = from.int()
        let key = Key(run: run, node: node, pass: pass, instance: from.text())
        let state = try from.word(State.self)
        self.init(key: key, state: state, cause: from.int())
        self.attempt = from.int()
        self.outcome = try from.optionalWord(Outcome.Kind.self)
        self.status = from.optionalInt()
        self.reason = from.text()
        self.queue = from.int()
        self.deadline = from.optionalMoment()
        self.stopping = from.flag()
        self.late = from.flag()
        self.void = from.flag()
        self.cleanup = from.flag()
        self.own = try from.values()
        self.earlier = try from.list().map { try Attempt($0) }
        self.keeper = from.text()
        self.child = try from.optionalRef()
        self.heard = try from.values().mapValues { Int(try $0.required(\.int, "heard")) }
        self.by = from.text()
        self.startEvent = from.int()
        self.endEvent = from.int()
        self.queuedAt = from.optionalMoment()
        self.startedAt = from.optionalMoment()
        self.endedAt = from.optionalMoment()
        self.answerKey = from.text()
    }
}

extension PassRow.Attempt {
    var value: Value {
        var map: Values = ["number": .int(Int64(self.number)), "outcome": .string(self.outcome.rawValue), "reason": .string(self.reason)]
        map["status"] = self.status.map { .int(Int64($0)) }
        map["startedAt"] = self.startedAt.map { .int($0.milliseconds) }
        map["endedAt"] = self.endedAt.map { .int($0.milliseconds) }
        return .map(map)
    }

    init(_ value: Value) throws {
        let map = try value.required(\.map, "earlier")
        guard let outcome = Outcome.Kind(rawValue: try map.required("outcome", \.string)) else {
            throw UnreadableColumn(column: "earlier")
        }
        self.init(
            number: Int(try map.required("number", \.int)), outcome: outcome, status: map["status"]?.int.map { Int($0) },
            reason: try map.required("reason", \.string),
            startedAt: map["startedAt"]?.int.map { Moment(milliseconds: $0) },
            endedAt: map["endedAt"]?.int.map { Moment(milliseconds: $0) })
    }
}
