/// One line of the table: something floe does, and the floor it is measured against.
struct Row: Sendable {
    /// As it is asked for on the command line.
    var name: String
    /// What is measured, and what one unit is.
    var what: String
    var target: Target
    /// Prepares what is not measured.
    var prepare: @Sendable () throws -> any Measured
}

/// The two sides of a row, called in turns.
protocol Measured {
    /// Seconds a unit takes at the floor.
    func floor() throws -> Double
    /// Seconds a unit takes floe.
    func ours() throws -> Double
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

/// A loop of the floor failed.
struct FloorFailed: Error, CustomStringConvertible {
    var what: String
    var description: String { "the floor's \(self.what) failed" }

    /// Seconds a unit, of a loop's answer.
    static func unless(_ seconds: Double, units: Int, _ what: String) throws -> Double {
        guard seconds > 0 else { throw FloorFailed(what: what) }
        return seconds / Double(units)
    }
}
