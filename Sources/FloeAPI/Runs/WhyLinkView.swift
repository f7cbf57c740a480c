public import FloeCore

/// A live run that another waits for, and why it is where it is itself.
public struct WhyLinkView: Sendable, Hashable, Codable {
    public var ref: RunRef
    public var flow: String
    public var state: String
    public var why: [WaitView]

    public init(_ link: WhyChain.Link) {
        self.ref = link.ref
        self.flow = link.flow.id
        self.state = link.phase.rawValue
        self.why = link.waits.map { WaitView($0, at: link.ref) }
    }
}
