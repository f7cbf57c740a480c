public import FloeCore

/// A reason why a run or a node is where it is, in a sentence, and what would change it.
public struct WaitView: Sendable, Hashable, Codable {
    public var kind: String
    /// Empty for the run as a whole.
    public var node: String
    public var pass: Int
    public var text: String
    /// What would change it.
    public var change: String
    public var holders: [RunRef]
    @Nullable public var since: Timestamp?
    @Nullable public var until: Timestamp?

    public init(kind: String, node: String = "", pass: Int = 0, text: String, change: String) {
        self.kind = kind
        self.node = node
        self.pass = pass
        self.text = text
        self.change = change
        self.holders = []
    }

    /// - Parameter run: names the run in the hints; nil leaves its place open.
    public init(_ wait: Wait, at run: RunRef?) {
        self.kind = wait.kind.rawValue
        self.node = wait.node
        self.pass = wait.pass
        self.holders = wait.holders
        self.since = wait.since?.timestamp
        self.until = wait.until?.timestamp
        (self.text, self.change) = wait.sentences(run: run?.description ?? "RUN")
    }
}

extension Wait {
    func sentences(run: String) -> (text: String, change: String) {
        let things = self.what.joined(separator: ", ")
        let holders = self.holders.map(\.description).joined(separator: ", ")
        let until = self.until.map { " until \($0.timestamp)" } ?? ""
        switch self.kind {
        case .loading: return ("the flow file is being loaded", "it goes on when the file has been read")
        case .paused:
            let subject = self.node.isEmpty ? "the run" : "\(self.node): the run"
            return ("\(subject) is paused", "resume it")
        case .tag:
            return ("waits for \(things), held by \(holders.isEmpty ? "another run" : holders)", "that run ends, or is cancelled")
        case .reserved:
            return (
                "\(things) is free, but kept for \(holders.isEmpty ? "an older run" : holders), which has waited too long",
                "that run starts, or is cancelled"
            )
        case .host: return ("no host has the tags \(things)", "a host with these tags joins, or the flow asks for fewer")
        case .draining: return ("the host drains and starts no runs", "floe host resume \(things)")
        case .running: return ("\(self.node) is running", "it ends, or reaches its timeout\(until)")
        case .stopping: return ("\(self.node) is being stopped", "its processes are gone")
        case .slot: return ("\(self.node) waits for a free task slot", "a running task ends")
        case .earlierPass: return ("\(self.node) waits for the pass before this one", "that pass ends")
        case .retry: return ("\(self.node) failed and is tried again\(self.until.map { " at \($0.timestamp)" } ?? "")", "the time comes")
        case .timer: return ("\(self.node) waits\(until)", "the time comes")
        case .answer: return ("\(self.node) waits for an answer\(until)", "somebody fills its form: floe run answer \(run)")
        case .child:
            let child = things.isEmpty ? holders : things
            return ("\(self.node) waits for the run \(child)", "that run ends")
        case .merge: return ("\(self.node) has not heard \(things) yet", "these events come")
        }
    }
}
