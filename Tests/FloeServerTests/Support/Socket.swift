import FloeAPI
import FloeCore
import FoundationEssentials

/// The client's end of a web socket.
struct Socket: Sendable {
    enum Message: Sendable, Equatable {
        case text(String)
        case ping
        case pong
        case close(Int)
    }

    let connection: Connection

    /// Opens it; the answer is the server's when it did not agree.
    static func open(port: Int, headers: [String: String], receiveBuffer: Int32? = nil) async throws -> (socket: Socket?, answer: Answer) {
        let connection = try Connection(port: port, receiveBuffer: receiveBuffer)
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        try await connection.send(
            "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(lines)\r\n")
        guard let answer = try await connection.receive({ Answer.take(&$0) }) else {
            throw Connection.Broken(description: "no answer to the handshake")
        }
        return (answer.status == 101 ? Socket(connection: connection) : nil, answer)
    }

    func send(_ text: String) async throws { try await self.send(opcode: 1, Array(text.utf8)) }

    func send(opcode: UInt8, _ payload: [UInt8]) async throws {
        let mask: [UInt8] = [7, 91, 33, 250]
        var frame: [UInt8] = [0x80 | opcode]
        frame += payload.count < 126 ? [0x80 | UInt8(payload.count)] : [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        frame += mask
        frame += payload.enumerated().map { $1 ^ mask[$0 % 4] }
        try await self.connection.send(frame)
    }

    /// The next message; nil when the server has ended the connection.
    func next() async throws -> Message? {
        try await self.connection.receive { bytes in
            guard bytes.count >= 2 else { return nil }
            var length = Int(bytes[1] & 0x7F)
            var at = 2
            if length >= 126 {
                let more = length == 126 ? 2 : 8
                guard bytes.count >= 2 + more else { return nil }
                length = bytes[2..<(2 + more)].reduce(0) { $0 << 8 | Int($1) }
                at += more
            }
            guard bytes.count >= at + length else { return nil }
            let opcode = bytes[0] & 0x0F
            let payload = Array(bytes[at..<(at + length)])
            bytes.removeFirst(at + length)
            switch opcode {
            case 8: return .close(payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 0)
            case 9: return .ping
            case 10: return .pong
            default: return .text(String(decoding: payload, as: UTF8.self))
            }
        }
    }

    /// The next message that is text, as JSON.
    func values() async throws -> Values {
        while let message = try await self.next() {
            if case .text(let text) = message { return try JSONDecoder().decode(Values.self, from: Data(text.utf8)) }
        }
        throw Connection.Broken(description: "the web socket was ended")
    }

    /// The snapshot that answers a subscription. Until then a socket hears everything, so events may come before it.
    func snapshot() async throws -> Values? {
        while true {
            if let snapshot = try await self.values()["snapshot"] { return snapshot.map }
        }
    }

    /// The next event with this tag.
    func event(_ tag: String) async throws -> EventView {
        while let message = try await self.next() {
            guard case .text(let text) = message, let event = try? FloeJSON.decode(EventView.self, from: Data(text.utf8)) else { continue }
            if event.tag == tag { return event }
        }
        throw Connection.Broken(description: "no \(tag) came before the web socket was ended")
    }
}
