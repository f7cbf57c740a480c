import Foundation

/// Agents as a hub sees them: each a web socket that has said hello and shows every 15 seconds that it is there.
final class SimulatedAgents {
    private var sockets: [Int32] = []
    private var beats: [Double] = []
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private static let pause = 15.0

    /// Links them, one after the other.
    init(_ count: Int, port: Int) throws {
        for number in 0..<count {
            let wire = try Wire(port: port)
            let answer = try wire.upgrade("/p2p/agent")
            guard answer == 101 else { throw FloorFailed(what: "link of agent \(number) (\(answer))") }
            let socket = dup(wire.socket)
            self.sockets.append(socket)
            // As they would come: not all at once.
            self.beats.append(Self.pause * Double(number) / Double(count))
            try self.send(socket, 0x1, Array(Self.hello(number).utf8))
        }
    }

    deinit { for socket in self.sockets { close(socket) } }

    private static func hello(_ number: Int) -> String {
        let facts = (0..<12).map { "\"fact\($0)\":\"value \(number)\"" }.joined(separator: ",")
        return """
            {"link":1,"word":{"hello":{"_0":{"name":"a\(number)","store":"s\(number)","link":1,"version":"bench","protocolVersion":1,\
            "tags":["linux","web"],"facts":{\(facts)},"slots":8,"orders":[],"runs":[]}}}}
            """
    }

    /// Waits until each was answered.
    func welcomed() throws {
        for socket in self.sockets {
            var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 60_000) == 1, recv(socket, &self.buffer, self.buffer.count, 0) > 0 else {
                throw FloorFailed(what: "welcome of an agent")
            }
            let text = String(decoding: self.buffer.prefix(200), as: UTF8.self)
            guard text.contains("welcome") else { throw FloorFailed(what: "welcome of an agent: \(text)") }
        }
    }

    /// Shows that they are there for so many seconds, and takes what is answered.
    func idle(_ seconds: Double) throws {
        let start = ContinuousClock.now
        var polls = self.sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while case let now = (ContinuousClock.now - start) / .seconds(1), now < seconds {
            for at in self.sockets.indices where self.beats[at] <= now {
                self.beats[at] += Self.pause
                try self.send(self.sockets[at], 0x9, [])
            }
            guard poll(&polls, nfds_t(polls.count), 20) > 0 else { continue }
            for at in polls.indices where polls[at].revents != 0 {
                guard recv(polls[at].fd, &self.buffer, self.buffer.count, 0) > 0 else { throw FloorFailed(what: "link of agent \(at)") }
            }
        }
        for at in self.beats.indices { self.beats[at] -= seconds }
    }

    /// A masked frame whose mask is nothing.
    private func send(_ socket: Int32, _ opcode: UInt8, _ bytes: [UInt8]) throws {
        var frame: [UInt8] = [0x80 | opcode]
        if bytes.count < 126 {
            frame.append(0x80 | UInt8(bytes.count))
        } else {
            frame += [0x80 | 126, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
        }
        frame += [0, 0, 0, 0] + bytes
        guard Glibc.send(socket, frame, frame.count, Int32(MSG_NOSIGNAL)) == frame.count else { throw FloorFailed(what: "word to the hub") }
    }
}
