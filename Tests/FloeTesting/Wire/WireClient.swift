public import FloeCore
internal import FloeSystem
internal import FoundationEssentials
internal import Glibc

/// A small HTTP client over a plain socket, one connection a request: a test sees the bytes as they come.
public struct WireClient: Sendable {
    public struct Answer: Sendable {
        public var status: Int
        /// Names in lower case.
        public var headers: [String: String]
        public var body: [UInt8]

        public var text: String { String(decoding: self.body, as: UTF8.self) }
        /// The body as JSON; null when it is none.
        public var json: Value { (try? JSONDecoder().decode(Value.self, from: Data(self.body))) ?? .null }
    }

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
        public init(description: String) { self.description = description }
    }

    /// Address of the machine, four numbers.
    public let host: String
    public let port: Int
    /// Sent with every request.
    public var headers: [String: String]

    public init(host: String = "127.0.0.1", port: Int, headers: [String: String] = [:]) {
        self.host = host
        self.port = port
        self.headers = headers
    }

    public func get(_ path: String) async throws -> Answer { try await self.send("GET", path) }

    public func post(_ path: String, _ body: String = "{}", headers: [String: String] = [:]) async throws -> Answer {
        try await self.send("POST", path, headers.merging(["Content-Type": "application/json"]) { given, _ in given }, body)
    }

    /// Sends one request and reads its answer; a server that says nothing for 30 s fails it.
    public func send(_ method: String, _ path: String, _ more: [String: String] = [:], _ body: String = "") async throws -> Answer {
        var fields = self.headers.merging(more) { $1 }
        fields["Host"] = "127.0.0.1:\(self.port)"
        fields["Connection"] = "close"
        if !body.isEmpty || method == "POST" { fields["Content-Length"] = String(body.utf8.count) }
        let head = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        let request = Array("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body)".utf8)
        return try Self.parse(try await BlockingPool.shared.run { try self.exchange(request) })
    }

    /// Asks for something that comes bit by bit, and gives the socket to read it from, the head first; to be closed by the caller. Blocks.
    public func open(_ path: String) throws -> Int32 {
        let number = try self.connect()
        let fields = self.headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        do { try Self.send(Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(self.port)\r\n\(fields)\r\n".utf8), to: number) } catch {
            close(number)
            throw error
        }
        return number
    }

    private func connect() throws -> Int32 {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Failure(description: "no socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(self.port).bigEndian
        address.sin_addr.s_addr = inet_addr(self.host)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(number)
            throw Failure(description: "nobody listens on port \(self.port) of \(self.host)")
        }
        return number
    }

    private static func send(_ request: [UInt8], to number: Int32) throws {
        guard Glibc.send(number, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw Failure(description: "the request could not be sent")
        }
    }

    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
        let number = try self.connect()
        defer { close(number) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try Self.send(request, to: number)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(number, &chunk, chunk.count, 0)
            if count == 0 { return bytes }
            // A server that answers without reading the body may reset the connection after its answer.
            if count < 0, errno == ECONNRESET, !bytes.isEmpty { return bytes }
            guard count > 0 else { throw Failure(description: "no answer: \(String(cString: strerror(errno)))") }
            bytes += chunk[..<count]
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Failure(description: "no answer, but \(bytes.count) bytes")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count > 1, let status = Int(words[1]) else {
            throw Failure(description: "no status line")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let rest = bytes[end.upperBound...]
        let body = headers["transfer-encoding"] == "chunked" ? Self.join(rest) : Array(rest)
        return Answer(status: status, headers: headers, body: body)
    }

    /// The body without its chunk sizes.
    private static func join(_ chunked: ArraySlice<UInt8>) -> [UInt8] {
        var body: [UInt8] = []
        var rest = chunked
        while let line = rest.firstRange(of: [0x0D, 0x0A]),
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            body += rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return body
    }
}
