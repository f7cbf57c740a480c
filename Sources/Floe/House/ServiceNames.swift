public import ServiceLifecycle

// The names by which a group of services logs them. Without a description of its own each would be written out with all that it holds when
// the group is made, which took a tenth of the start.

extension ClosureService: @retroactive CustomStringConvertible {
    public var description: String { "a part of the host" }
}

extension Greeting: CustomStringConvertible {
    var description: String { "greeting" }
}

extension FlowFollower: CustomStringConvertible {
    var description: String { "follower of the flow file" }
}

extension ServiceReports: CustomStringConvertible {
    var description: String { "reports to the service manager" }
}
