internal import FloeCore

/// Where a run stands among all runs: by its adoption, and where that is the same, by its reference.
struct PageKey: Comparable {
    var adopted: Moment
    var ref: RunRef

    init(adopted: Moment, ref: RunRef) {
        self.adopted = adopted
        self.ref = ref
    }

    init(_ run: RunRow) { self.init(adopted: run.adoptedAt, ref: run.ref) }

    /// Younger than any run.
    static let start = PageKey(adopted: Moment(milliseconds: .max), ref: RunRef(host: "", number: .max))

    static func < (a: PageKey, b: PageKey) -> Bool { (a.adopted, a.ref) < (b.adopted, b.ref) }

    func bind(_ to: inout some ColumnSink) {
        to.bind(self.adopted)
        to.bind(self.ref.number)
        to.bind(self.ref.host)
    }
}
