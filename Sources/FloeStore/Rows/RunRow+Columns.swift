internal import FloeCore

extension RunRow {
    static let columns: [String] = [
        "number", "host", "flow", "version", "digest", "cause", "caused_by", "trigger_values", "branch", "key", "phase", "ready_at",
        "paused", "ending", "result", "reason", "detail", "ended_by", "tags", "parent_run", "parent_node", "parent_pass", "depth",
        "round", "restart", "adopted_at", "activated_at", "ended_at", "deadline", "last_event", "exec_host", "keep", "bytes", "kept_by",
        "kept_at", "fence",
    ]

    static let upsert = SQLText.upsert("run", Self.columns, key: ["number", "host"])

    func bind(_ to: inout some ColumnSink) {
        to.bind(self.ref.number)
        to.bind(self.ref.host)
        to.bind(self.flow.id)
        to.bind(self.flow.version)
        to.bind(self.digest)
        to.bind(self.cause.trigger)
        to.bind(self.cause.by)
        to.bind(self.values)
        to.bind(self.values["branch"]?.text)
        to.bind(self.key)
        to.bind(self.phase.rawValue)
        to.bind(self.readyAt)
        to.bind(self.paused)
        to.bind(self.ending.map { ValueWriter.text($0.value) })
        to.bind(self.result?.rawValue)
        to.bind(self.reason)
        to.bind(self.detail)
        to.bind(self.by)
        to.bind(self.tags)
        to.bind(self.parent?.run.description)
        to.bind(self.parent?.node)
        to.bind(self.parent?.pass)
        to.bind(self.depth)
        to.bind(self.round)
        to.bind(self.restart.map { ValueWriter.text(.list($0.map(\.value))) })
        to.bind(self.adoptedAt)
        to.bind(self.activatedAt)
        to.bind(self.endedAt)
        to.bind(self.deadline)
        to.bind(self.lastEvent)
        to.bind(self.execHost)
        to.bind(self.keep)
        to.bind(self.bytes.map { Int($0) })
        to.bind(self.keptBy)
        to.bind(self.keptAt)
        to.bind(self.fence)
    }

    init(_ from: inout some ColumnSource) throws {
        let number = from.int()
        let ref = RunRef(host: from.text(), number: number)
        let id = from.text()
        let flow = FlowKey(id: id, version: from.int())
        let digest = from.text()
        let trigger = from.text()
        let cause = Cause(trigger: trigger, by: from.text())
        let values = try from.values()
        from.skip()  // the branch, which is one of the values
        let key = from.optionalText()
        let phase = try from.word(Phase.self)
        let readyAt = from.optionalMoment()
        let paused = from.flag()
        let ending = try from.optionalValue().map { try Ending($0) }
        let result = try from.optionalWord(Result.self)
        let reason = from.text()
        let detail = from.text()
        let by = from.text()
        let tags = try from.list().map { try $0.required(\.string, "tags") }
        let parentRun = try from.optionalRef()
        let parentNode = from.optionalText()
        let parentPass = from.optionalInt()
        let depth = from.int()
        let round = from.int()
        let restart = try from.optionalValue().map { try $0.required(\.list, "restart").map { try Restart($0) } }
        self.init(ref: ref, flow: flow, digest: digest, cause: cause, values: values, adoptedAt: from.moment())
        self.key = key
        self.phase = phase
        self.readyAt = readyAt
        self.paused = paused
        self.ending = ending
        self.result = result
        self.reason = reason
        self.detail = detail
        self.by = by
        self.tags = tags
        if let parentRun, let parentNode, let parentPass { self.parent = Parent(run: parentRun, node: parentNode, pass: parentPass) }
        self.depth = depth
        self.round = round
        self.restart = restart
        self.activatedAt = from.optionalMoment()
        self.endedAt = from.optionalMoment()
        self.deadline = from.optionalMoment()
        self.lastEvent = from.optionalInt()
        self.execHost = from.text()
        self.keep = from.flag()
        self.bytes = from.optionalInt().map { Int64($0) }
        self.keptBy = from.text()
        self.keptAt = from.optionalMoment()
        self.fence = from.optionalInt()
    }
}
