internal import FloeCore

/// Takes the values of a row's columns, one after the other.
protocol ColumnSink {
    mutating func bind(_ text: String)
    mutating func bind(_ int: Int)
    mutating func bindNull()
}

extension ColumnSink {
    mutating func bind(_ flag: Bool) { self.bind(flag ? 1 : 0) }
    mutating func bind(_ moment: Moment) { self.bind(Int(moment.milliseconds)) }

    mutating func bind(_ text: String?) { if let text { self.bind(text) } else { self.bindNull() } }
    mutating func bind(_ int: Int?) { if let int { self.bind(int) } else { self.bindNull() } }
    mutating func bind(_ flag: Bool?) { if let flag { self.bind(flag) } else { self.bindNull() } }
    mutating func bind(_ moment: Moment?) { if let moment { self.bind(moment) } else { self.bindNull() } }

    /// Values as JSON; NULL when there are none.
    mutating func bind(_ values: Values) {
        if values.isEmpty { self.bindNull() } else { self.bind(ValueWriter.text(.map(values))) }
    }

    /// Texts as a JSON list; NULL when there are none.
    mutating func bind(_ texts: [String]) {
        if texts.isEmpty { self.bindNull() } else { self.bind(ValueWriter.text(.list(texts.map { .string($0) }))) }
    }

    mutating func bind(_ run: RunRef) {
        self.bind(run.number)
        self.bind(run.host)
    }
}
