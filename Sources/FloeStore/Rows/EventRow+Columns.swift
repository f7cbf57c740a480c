internal import FloeCore

extension EventRow {
    static let columns: [String] = [
        "sequence", "number", "host", "id", "tag", "node", "pass", "good", "own", "causes", "cleanup", "at",
    ]

    /// Events never change: one that is there is left alone, and compared.
    static let insert = SQLText.insert("event", Self.columns) + " ON CONFLICT DO NOTHING"

    func bind(_ to: inout some ColumnSink) {
        to.bind(self.sequence)
        to.bind(self.run.number)
        to.bind(self.run.host)
        to.bind(self.id)
        to.bind(self.tag)
        to.bind(self.node)
        to.bind(self.pass)
        to.bind(self.good)
        to.bind(self.own)
        self.bindCauses(&to)
        to.bind(self.cleanup)
        to.bind(self.at)
    }

    /// NULL for none, else `3` or `3,5`.
    private func bindCauses(_ to: inout some ColumnSink) {
        switch self.causes.count {
        case 0: to.bindNull()
        case 1: to.bind(String(self.causes[0]))
        default: to.bind(self.causes.map(String.init).joined(separator: ","))
        }
    }

    init(_ from: inout some ColumnSource) throws {
        let sequence = from.int()
        let number = from.int()
        let run = RunRef(host: from.text(), number: number)
        let id = from.int()
        let tag = from.text()
        let node = from.text()
        let pass = from.int()
        let good = from.optionalFlag()
        let own = try from.values()
        let causes = try from.ints()
        let cleanup = from.flag()
        self.init(
            run: run, id: id, sequence: sequence, tag: tag, node: node, pass: pass, good: good, own: own, causes: causes,
            cleanup: cleanup, at: from.moment())
    }
}
