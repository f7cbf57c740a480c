/// One line of the table, or several: something floe does.
struct Row: Sendable {
    /// As it is asked for on the command line.
    var name: String
    /// What is measured, and what one unit is.
    var what: String
    var prepare: @Sendable () throws -> Kind

    /// How a row is measured.
    enum Kind {
        /// In turns with a floor.
        case ratio(Target, any Measured)
        /// By itself.
        case figures(any Reading)
    }

    /// A row that is measured against a floor.
    init(name: String, what: String, target: Target, prepare: @escaping @Sendable () throws -> any Measured) {
        (self.name, self.what) = (name, what)
        self.prepare = { .ratio(target, try prepare()) }
    }

    /// A row for which there is no floor.
    init(name: String, what: String, figures prepare: @escaping @Sendable () throws -> any Reading) {
        (self.name, self.what) = (name, what)
        self.prepare = { .figures(try prepare()) }
    }
}

/// The two sides of a row, called in turns.
protocol Measured {
    /// Seconds a unit takes at the floor.
    func floor() throws -> Double
    /// Seconds a unit takes floe.
    func ours() throws -> Double
    /// What else is worth telling once all was measured, a line each.
    var remarks: [String] { get }
}

extension Measured {
    var remarks: [String] { [] }
}

/// What has no floor: read several times.
protocol Reading {
    /// How often it is read, where once more is dear; nil for as often as other rows.
    var rounds: Int? { get }
    func read() throws -> [Figure]
}

extension Reading {
    var rounds: Int? { nil }
}

/// A number with its unit.
struct Figure {
    var what: String
    var value: Double
    var unit: String
    /// What it must come to; nil where it is told for comparison only.
    var bound: Bound?

    enum Bound {
        case most(Double)
        case least(Double)
    }

    init(_ what: String, _ value: Double, _ unit: String, _ bound: Bound? = nil) {
        (self.what, self.value, self.unit, self.bound) = (what, value, unit, bound)
    }
}

/// What the ratio of a row must come to.
enum Target: Sendable {
    /// Units in a time, ours to the floor's.
    case speed(atLeast: Double)
    /// Time a unit, ours to the floor's.
    case cost(atMost: Double)

    func ratio(floor: Double, ours: Double) -> Double {
        switch self {
        case .speed: floor / ours
        case .cost: ours / floor
        }
    }

    func isMet(_ ratio: Double) -> Bool {
        switch self {
        case .speed(let least): ratio >= least
        case .cost(let most): ratio <= most
        }
    }
}

/// A side of a row failed.
struct FloorFailed: Error, CustomStringConvertible {
    var what: String
    var description: String { "the \(self.what) failed" }

    /// Seconds a unit, of a loop's answer.
    static func unless(_ seconds: Double, units: Int, _ what: String) throws -> Double {
        guard seconds > 0 else { throw FloorFailed(what: "floor's \(what)") }
        return seconds / Double(units)
    }
}
