public import FloeAPI

/// Where the server asks about the host's flow file. All of it blocks.
public struct ConfigDesk: Sendable {
    /// The file as it is.
    public var show: @Sendable () throws -> ConfigView
    /// Checks a text, or the file.
    public var check: @Sendable (_ text: String?) throws -> ConfigReport
    /// Takes up the file if it is right.
    public var reload: @Sendable () throws -> ConfigReport

    public init(
        show: @escaping @Sendable () throws -> ConfigView, check: @escaping @Sendable (_ text: String?) throws -> ConfigReport,
        reload: @escaping @Sendable () throws -> ConfigReport
    ) {
        self.show = show
        self.check = check
        self.reload = reload
    }
}
