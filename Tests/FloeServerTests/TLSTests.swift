import FloeTesting
import FoundationEssentials
import Logging
import Testing

@testable import FloeServer

@Suite("TLS", .timeLimit(.minutes(5)))
struct TLSTests {
    private static func files(in folder: TemporaryFolder) throws -> ServerConfig.Certificate {
        let files = ServerConfig.Certificate(chain: folder.file("chain.pem"), key: folder.file("key.pem"))
        try Self.write(TestCertificates.firstChain, TestCertificates.firstKey, to: files)
        return files
    }

    private static func write(_ chain: String, _ key: String, to files: ServerConfig.Certificate) throws {
        try Data(chain.utf8).write(to: URL(filePath: files.chain))
        try Data(key.utf8).write(to: URL(filePath: files.key))
    }

    @Test func `HTTP/2 is agreed on where it is asked for, and web sockets work over TLS`() async throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        try await ServerFixture(configure: { $0.publicBind.certificate = files }).running { site in
            let h2 = try await TLSConnection.open(port: site.port, protocols: ["h2", "http/1.1"], send: "")
            #expect(h2.agreed == "h2")
            let close = "Connection: close\r\nX-Floe-Auth: \(ServerFixture.admin)\r\n\r\n"
            let plain = try await TLSConnection.open(
                port: site.port, protocols: ["http/1.1"], send: "GET /version HTTP/1.1\r\nHost: h\r\n\(close)")
            #expect(plain.agreed == "http/1.1")
            #expect(plain.received.hasPrefix("HTTP/1.1 200 OK"))
            // A masked close frame follows the handshake, so that the server ends the connection.
            let socket = try await TLSConnection.open(
                port: site.port, protocols: [],
                send: "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Floe-Auth: \(ServerFixture.admin)\r\n\r\n\u{08}\u{00}")
            #expect(socket.received.hasPrefix("HTTP/1.1 101 Switching Protocols"))
            #expect(
                socket.received.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    || socket.received.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
        }
    }

    @Test func `Over TLS the cookie is sent over TLS only`() async throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        try await ServerFixture(configure: { $0.publicBind.certificate = files }).running { site in
            let body = #"{"token":"\#(ServerFixture.admin)"}"#
            let login = try await TLSConnection.open(
                port: site.port, protocols: [],
                send: "POST /build/api/login HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(login.received.contains("; Secure"))
        }
    }

    @Test func `Public and private binds answer side by side, each as it is set up`() async throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        try await ServerFixture(configure: { $0.privateBind = .init(port: 0, certificate: files) }).running { site in
            #expect(try await site.ask("GET", "/healthz").status == 200)
            let close = "Connection: close\r\n\r\n"
            let other = try await TLSConnection.open(
                port: site.ports[1], protocols: [], send: "GET /healthz HTTP/1.1\r\nHost: h\r\n\(close)")
            #expect(other.received.hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func `A changed certificate is taken, and one that cannot be used is not`() throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let certificate = try Certificate(files)
        let first = ObjectIdentifier(certificate.context)
        certificate.refresh(logger)
        #expect(ObjectIdentifier(certificate.context) == first)
        try Self.write(TestCertificates.secondChain, TestCertificates.firstKey, to: files)
        certificate.refresh(logger)
        #expect(ObjectIdentifier(certificate.context) == first)
        try Self.write(TestCertificates.secondChain + "\n", TestCertificates.secondKey, to: files)
        certificate.refresh(logger)
        #expect(ObjectIdentifier(certificate.context) != first)
    }

    @Test func `A certificate that is not there keeps the server from starting and is named`() async throws {
        let fixture = try ServerFixture(configure: {
            $0.publicBind.certificate = .init(chain: "/nowhere/chain.pem", key: "/nowhere/key.pem")
        })
        let failure = await #expect(throws: ServerFailure.self) { try await fixture.server.run() }
        #expect(failure?.description.contains("/nowhere/chain.pem") == true)
    }
}
