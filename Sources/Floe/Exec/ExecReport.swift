import FloeCore
import FloeStore

/// How `floe exec` tells what happens.
protocol ExecReport: Sendable {
    /// Whether a person reads it and may be asked.
    var isForPeople: Bool { get }

    /// Something of `floe exec` itself.
    func note(_ text: String) async
    /// What takes the output of an attempt.
    func output(of order: Order) -> any ExecOutput
    /// How an attempt ended.
    func ended(_ order: Order, _ outcome: Outcome) async
    /// Something that happened in a run; `node` is that of the flow, if there is one.
    func event(_ told: Told, node: Node?) async
    /// The end of the run that was started.
    func ended(_ run: StoredRun, _ end: RunEnd) async
}

/// Takes the output of one attempt, piece by piece.
protocol ExecOutput {
    mutating func take(_ bytes: [UInt8]) async
    /// No more comes.
    mutating func finish() async
}
