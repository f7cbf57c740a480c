public import FloeCore
internal import FloeSystem
internal import Glibc
internal import Synchronization

/// Hears what other hosts of a database tell: a hint to look, which may be lost.
///
/// A connection of its own, on a thread of its own, made anew when it is lost.
public final class PostgresListener: Sendable {
    /// Runs that this host is to take; with none, it is to look.
    public typealias Heard = @Sendable ([RunRef]) -> Void

    private static let pauses: (first: UInt32, longest: UInt32) = (250, 5000)

    private let address: PostgresAddress
    private let host: String
    private let heard: Heard
    private let isClosed = Atomic(false)

    init(_ address: PostgresAddress, host: String, heard: @escaping Heard) {
        self.address = address
        self.host = host
        self.heard = heard
    }

    /// Ends within a second.
    public func close() { self.isClosed.store(true, ordering: .relaxed) }

    /// False when the system has no thread to spare: then the host looks every few seconds all the same.
    func start() -> Bool { SystemThread.start(name: "floe-listen") { self.run() } }

    private func run() {
        var pause = Self.pauses.first
        while !self.isClosed.load(ordering: .relaxed) {
            do {
                let connection = try PostgresConnection(self.address)
                let channel = try connection.query("SELECT 'floe_' || md5(current_schema())").first { $0.text() } ?? ""
                try connection.script("LISTEN \"\(channel)\"")
                pause = Self.pauses.first
                // What was told meanwhile was not heard.
                self.heard([])
                while !self.isClosed.load(ordering: .relaxed) {
                    for words in try connection.notifications(within: 1000) { self.take(words) }
                }
            } catch {
                usleep(pause * 1000)
                pause = min(pause * 2, Self.pauses.longest)
            }
        }
    }

    private func take(_ words: String) {
        let parts = words.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        if parts[0] == self.host {
            self.heard(parts[1].split(separator: ",").compactMap { RunRef(String($0)) })
        } else if parts[0] == "*", parts[1] != self.host {
            self.heard([])
        }
    }
}
