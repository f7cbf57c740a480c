import FloeCore
import FoundationEssentials

@testable import FloeServer

extension ServerFixture.Site {
    static let signedIn = ["X-Floe-Auth": ServerFixture.admin]

    /// Sends one request on a connection of its own.
    func ask(
        _ method: String, _ path: String, headers: [String: String] = signedIn, body: String? = nil
    ) async throws -> Answer {
        let connection = try Connection(port: self.port)
        try await connection.send(Self.request(method, path, port: self.port, headers: headers, body: body))
        guard let answer = try await connection.receive({ Answer.take(&$0, bodyless: method == "HEAD") }) else {
            throw Connection.Broken(description: "no answer to \(method) \(path)")
        }
        return answer
    }

    func get(_ path: String) async throws -> Answer { try await self.ask("GET", "/build/api" + path) }

    func post(_ path: String, _ body: String? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await self.ask("POST", "/build/api" + path, headers: Self.signedIn.merging(headers) { $1 }, body: body)
    }

    static func request(_ method: String, _ path: String, port: Int, headers: [String: String], body: String?) -> String {
        var lines = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        for (name, value) in headers { lines += "\(name): \(value)\r\n" }
        if let body {
            if headers["Content-Type"] == nil { lines += "Content-Type: application/json\r\n" }
            lines += "Content-Length: \(body.utf8.count)\r\n"
        }
        return lines + "\r\n" + (body ?? "")
    }

    func socket(_ headers: [String: String] = signedIn, receiveBuffer: Int32? = nil) async throws -> Socket {
        let (socket, answer) = try await Socket.open(port: self.port, headers: headers, receiveBuffer: receiveBuffer)
        guard let socket else { throw Connection.Broken(description: "the handshake was answered \(answer.status)") }
        return socket
    }

    /// Starts a run and gives its name.
    func start(_ flow: String, _ body: String = "{}") async throws -> String {
        let answer = try await self.post("/flows/\(flow)/runs", body)
        guard answer.status == 202, let run = try answer.values["run"]?.string else {
            throw Connection.Broken(description: "starting \(flow) was answered \(answer.status): \(answer.text)")
        }
        return run
    }
}
