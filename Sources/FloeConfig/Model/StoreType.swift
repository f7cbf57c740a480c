/// Where runs are kept.
public enum StoreType: String, Sendable, Hashable, CaseIterable {
    case memory, local, postgres, ec2, s3

    /// Whether this version has it.
    public var isHere: Bool { self != .ec2 && self != .s3 }
}
