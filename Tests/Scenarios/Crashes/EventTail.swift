import FloeCore
import FloeSystem
import FloeTesting
import FoundationEssentials
import Glibc
import Synchronization

/// Follows the events of a host over its crashes: each time from where it has heard the last.
final class EventTail: Sendable {
    struct Heard: Sendable {
        var run: String
        var id: Int
        var tag: String
        var state: String
    }

    private struct State {
        var heard: [Heard] = []
        /// Of the host `h1`; from the beginning at first.
        var cursor = "0.h1"
        var complaints: [String] = []
    }

    private let state = Mutex(State())

    var heard: [Heard] { self.state.withLock(\.heard) }
    var count: Int { self.state.withLock(\.heard.count) }
    /// A stream that did not go on where it was to.
    var complaints: [String] { self.state.withLock(\.complaints) }

    /// Follows until the host is gone.
    func follow(_ client: WireClient) async {
        await BlockingPool.shared.run { self.read(client) }
    }

    private func read(_ client: WireClient) {
        let since = self.state.withLock(\.cursor)
        guard let socket = try? client.open("\(WireClient.base)/events?since=\(since)") else { return }
        defer { close(socket) }
        var unread: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            if count <= 0 { return }
            unread += chunk[..<count]
            // What is between two blank lines is whole. The sizes of chunks stand on lines of their own, between messages.
            while let end = unread.firstRange(of: Array("\n\n".utf8)) {
                self.take(String(decoding: unread[..<end.lowerBound], as: UTF8.self))
                unread.removeSubrange(..<end.upperBound)
            }
        }
    }

    private func take(_ message: String) {
        for line in message.split(separator: "\n") where line.hasPrefix("data:") {
            guard let value = try? JSONDecoder().decode(Value.self, from: Data(line.dropFirst(5).utf8)) else {
                self.state.withLock { $0.complaints.append("no JSON: \(line)") }
                continue
            }
            self.state.withLock { state in
                if let cursor = value["snapshot"]["cursor"].string {
                    state.complaints.append("the stream did not go on at \(state.cursor)")
                    state.cursor = cursor
                } else if value["missed"] != .null {
                    state.complaints.append("the reader was too slow: \(line)")
                } else if let run = value["run"].string, let id = value["id"].int, let tag = value["tag"].string {
                    state.heard.append(Heard(run: run, id: Int(id), tag: tag, state: value["values"]["state"].string ?? ""))
                    state.cursor = value["cursor"].string ?? state.cursor
                }
            }
        }
    }
}
