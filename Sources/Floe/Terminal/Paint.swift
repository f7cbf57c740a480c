import FoundationEssentials
import Glibc

/// Colours, where a person sees them: on a terminal that has them, unless NO_COLOR is set.
struct Paint: Sendable {
    enum Colour: Int, Sendable {
        case bold = 1
        case dim = 2
        case red = 31
        case green, yellow, blue, magenta, cyan
    }

    /// Those that tell nodes apart.
    private static let ofNodes: [Colour] = [.cyan, .magenta, .blue, .yellow, .green]

    let isOn: Bool

    static let plain = Paint(isOn: false)
    /// For what goes to standard output.
    static let output = Paint(descriptor: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment)

    init(isOn: Bool) { self.isOn = isOn }

    init(descriptor: Int32, environment: [String: String]) {
        let isWanted = environment["NO_COLOR"].map(\.isEmpty) ?? true
        self.isOn = isWanted && environment["TERM"] != "dumb" && isatty(descriptor) == 1
    }

    func callAsFunction(_ colour: Colour?, _ text: String) -> String {
        guard self.isOn, let colour, !text.isEmpty else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }

    /// The same colour for the same node in every run.
    func node(_ id: String) -> Colour {
        let sum = id.utf8.reduce(5381) { ($0 &* 33) &+ Int($1) }
        return Self.ofNodes[Int(UInt(bitPattern: sum) % UInt(Self.ofNodes.count))]
    }
}
