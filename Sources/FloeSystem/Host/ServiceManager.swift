internal import Glibc

/// The service manager that started this process, where it wants to be told how the service does: systemd's `Type=notify`.
public struct ServiceManager: Sendable {
    private let address: [UInt8]
    /// How often it wants to hear that the service is well; nil when it does not.
    public let watchdog: Duration?

    /// Nil when nobody wants to be told.
    ///
    /// - Parameter environment: of this process.
    public init?(environment: [String: String] = HostEnvironment.variables(passing: ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"])) {
        guard let address = environment["NOTIFY_SOCKET"], let first = address.utf8.first,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            address.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        // An abstract address begins with a zero byte.
        self.address = first == UInt8(ascii: "@") ? [0] + address.utf8.dropFirst() : Array(address.utf8)
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        self.watchdog = isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? .microseconds($0) : nil } : nil
    }

    /// Tells it something: lines like `READY=1`. Whether it was heard makes no difference to the service, so nothing is thrown.
    public func tell(_ lines: String...) {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: self.address) }
        let size = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path)! + self.address.count)
        var text = lines.joined(separator: "\n")
        text.withUTF8 { bytes in
            withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = sendto(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), $0, size)
                }
            }
        }
    }
}
