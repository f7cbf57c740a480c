public import FloeCore

/// A file that was read and found right.
public struct ConfigFile: Sendable, Hashable {
    public var common: CommonConfig
    /// In the order of the file; ids and versions are all different.
    public var flows: [Flow]
    /// What this version does not do, in the order of the file.
    public var unsupported: [Unsupported]

    public init(common: CommonConfig = CommonConfig(), flows: [Flow] = [], unsupported: [Unsupported] = []) {
        self.common = common
        self.flows = flows
        self.unsupported = unsupported
    }
}

/// A flow whose tasks were read from a flow file.
public struct LoadedFlow: Sendable, Hashable {
    public var flow: Flow
    /// What this version does not do, in the order of the file.
    public var unsupported: [Unsupported]

    public init(flow: Flow, unsupported: [Unsupported] = []) {
        self.flow = flow
        self.unsupported = unsupported
    }
}
