import Foundation

/// A connection that is kept: plain HTTP/1.1, one request after the other, waiting for each.
final class Wire {
    struct Answer {
        var status: Int
        var body: String

        /// A text of the body's JSON, found without parsing it.
        func field(_ name: String) -> String? {
            guard let at = self.body.range(of: "\"\(name)\":\"") else { return nil }
            return self.body[at.upperBound...].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    let socket: Int32
    private var buffer: [UInt8] = []

    init(port: Int) throws {
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(self.socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.address(port: port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(self.socket)
            throw FloorFailed(what: "connection to port \(port)")
        }
    }

    deinit { close(self.socket) }

    func get(_ path: String) throws -> Answer { try self.ask("GET \(path) HTTP/1.1\r\n\(Self.head)\r\n") }

    func post(_ path: String, _ body: String) throws -> Answer {
        try self.ask(
            "POST \(path) HTTP/1.1\r\n\(Self.head)Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Asks for a web socket; gives the status of the answer.
    func upgrade(_ path: String) throws -> Int {
        try self.ask(
            """
            GET \(path) HTTP/1.1\r\n\(Self.head)Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        ).status
    }

    /// A port nobody listens on at this moment.
    static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = Self.address(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard port else { throw FloorFailed(what: "search for a free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static let head = "Host: localhost\r\nX-Floe-Auth: \(FloeHost.token)\r\n"

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func ask(_ request: String) throws -> Answer {
        var request = request
        let sent = request.withUTF8 { write(self.socket, $0.baseAddress, $0.count) == $0.count }
        guard sent else { throw FloorFailed(what: "sending of a request") }
        while true {
            if let end = self.headEnd { return try self.answer(head: end) }
            try self.fill()
        }
    }

    private var headEnd: Int? {
        guard self.buffer.count >= 4 else { return nil }
        return (3..<self.buffer.count).first {
            self.buffer[$0] == 10 && self.buffer[$0 - 1] == 13 && self.buffer[$0 - 2] == 10 && self.buffer[$0 - 3] == 13
        }.map { $0 + 1 }
    }

    private func answer(head end: Int) throws -> Answer {
        let head = String(decoding: self.buffer[..<end], as: UTF8.self).lowercased()
        self.buffer.removeFirst(end)
        let status = Int(head.split(separator: " ", maxSplits: 2).dropFirst().first ?? "") ?? 0
        if let line = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }) {
            let length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
            return Answer(status: status, body: String(decoding: try self.take(length), as: UTF8.self))
        }
        guard head.contains("transfer-encoding: chunked") else { return Answer(status: status, body: "") }
        var body: [UInt8] = []
        while true {
            let size = Int(String(decoding: try self.line(), as: UTF8.self), radix: 16) ?? 0
            body += try self.take(size)
            _ = try self.line()
            if size == 0 { return Answer(status: status, body: String(decoding: body, as: UTF8.self)) }
        }
    }

    private func line() throws -> [UInt8] {
        while true {
            if let end = self.buffer.firstIndex(of: 10) {
                defer { self.buffer.removeFirst(end + 1) }
                return Array(self.buffer[..<max(0, end - 1)])
            }
            try self.fill()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while self.buffer.count < count { try self.fill() }
        defer { self.buffer.removeFirst(count) }
        return Array(self.buffer[..<count])
    }

    private func fill() throws {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(self.socket, &part, part.count)
        guard count > 0 else { throw FloorFailed(what: "reading of an answer") }
        self.buffer += part[..<count]
    }
}
