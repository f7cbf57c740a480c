public import FloeCore

/// Something that a file asks for, rightly written, and that this version does not do.
public struct Unsupported: Sendable, Hashable {
    /// What cannot be used because of it.
    public enum Scope: Sendable, Hashable {
        /// The host does not start.
        case host
        /// Starting a run of the flow is refused.
        case flow(FlowKey)
        /// The trigger, by its id, never fires.
        case trigger(FlowKey, String)
        /// Nothing: it is left out, and a warning says so.
        case leftOut
    }

    public var scope: Scope
    /// Where it stands, for people: `flow 'release', task 'checkout'`.
    public var place: String
    /// What it is, for people: `the task type 'git-merge'`.
    public var what: String
    /// Counted from 1.
    public var line: Int
    /// Counted from 1.
    public var column: Int

    /// `flow 'release', task 'checkout': the task type 'git-merge' is not in this version`
    public var message: String { "\(self.place): \(self.what) is not in this version" }
}

extension Collection where Element == Unsupported {
    /// Why the host cannot start; empty when it can.
    public var ofHost: [Unsupported] { self.filter { $0.scope == .host } }

    /// Why runs of the flow cannot be started; empty when they can.
    public func of(_ flow: FlowKey) -> [Unsupported] { self.filter { $0.scope == .flow(flow) } }

    /// The same for all flows that have something, in words.
    public var byFlow: [FlowKey: [String]] {
        var all: [FlowKey: [String]] = [:]
        for item in self {
            if case .flow(let flow) = item.scope { all[flow, default: []].append(item.message) }
        }
        return all
    }

    /// Those that no warning of the file tells of: what keeps the host, or runs of a flow, from starting.
    public var untold: [Unsupported] {
        self.filter {
            switch $0.scope {
            case .host, .flow: true
            case .trigger, .leftOut: false
            }
        }
    }

    /// Whether the trigger is one that never fires.
    public func hasInert(trigger: String, of flow: FlowKey) -> Bool { self.contains { $0.scope == .trigger(flow, trigger) } }
}
