internal import FloeCore

/// The parameters of one statement, as text.
struct PostgresParameters: ColumnSink {
    private var bytes: [UInt8] = []
    /// Where each begins; nil is NULL.
    private var starts: [Int?] = []

    init() {}

    init(_ bind: (inout PostgresParameters) -> Void) { bind(&self) }

    var count: Int { self.starts.count }

    mutating func bind(_ text: String) {
        self.starts.append(self.bytes.count)
        for byte in text.utf8 { if byte == 0 { self.bytes += Self.instead } else { self.bytes.append(byte) } }
        self.bytes.append(0)
    }

    mutating func bind(_ int: Int) { self.bind(String(int)) }

    mutating func bindNull() { self.starts.append(nil) }

    /// Rows, column by column.
    mutating func bind(_ rows: PostgresArrays) {
        for column in rows.columns {
            self.starts.append(self.bytes.count)
            self.bytes += column
            self.bytes += [UInt8(ascii: "}"), 0]
        }
    }

    func withPointers<T>(_ body: ([UnsafePointer<CChar>?]) -> T) -> T {
        self.bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return body(self.starts.map { start in start.flatMap { base?.advanced(by: $0) } })
        }
    }

    /// PostgreSQL keeps every letter but NUL, which becomes the sign for what cannot be shown.
    static let instead = Array("\u{FFFD}".utf8)
}

/// Rows for one statement, an array for each column: however many they are, they are one parameter a column.
struct PostgresArrays: ColumnSink {
    fileprivate(set) var columns: [[UInt8]]
    private var at = 0

    init(columns: Int) { self.columns = Array(repeating: [UInt8(ascii: "{")], count: columns) }

    init(_ runs: [RunRef]) {
        self.init(columns: 2)
        for run in runs { self.add { $0.bind(run) } }
    }

    mutating func add(_ bind: (inout PostgresArrays) -> Void) {
        self.at = 0
        bind(&self)
    }

    private mutating func write(_ body: (inout [UInt8]) -> Void) {
        if self.columns[self.at].count > 1 { self.columns[self.at].append(UInt8(ascii: ",")) }
        body(&self.columns[self.at])
        self.at += 1
    }

    mutating func bind(_ text: String) {
        self.write { column in
            column.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case 0: column += PostgresParameters.instead
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): column += [UInt8(ascii: "\\"), byte]
                default: column.append(byte)
                }
            }
            column.append(UInt8(ascii: "\""))
        }
    }

    mutating func bind(_ int: Int) { self.write { $0 += String(int).utf8 } }

    mutating func bindNull() { self.write { $0 += "NULL".utf8 } }
}
