import FloeCore
import FloeTesting
import FoundationEssentials

/// Web-socket clients in a process of their own, as good and as bad as browsers can be.
final class WebSocketClients: Sendable {
    enum Manner: String {
        /// Writes what it hears to a file.
        case reads
        /// Opens and never reads a byte.
        case never
        /// Fifty at a time, each gone without a word after the first event it hears, and come again.
        case vanishes
    }

    private let process: TestServer
    private let folder: TemporaryFolder

    /// They are connected when this returns.
    init(_ manner: Manner, port: Int) throws {
        self.folder = try TemporaryFolder()
        self.process = try TestServer(script: Self.script, ["\(port)", TestHost.admin, manner.rawValue, self.folder.file("heard")])
    }

    /// The events heard so far, in order.
    var events: [Value] {
        (self.folder.text("heard") ?? "").split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(Value.self, from: Data(line.utf8))
        }.filter { $0["tag"] != .null }
    }

    /// How often one of them went away.
    var gone: Int { (self.folder.text("heard") ?? "").split(separator: "\n").count { $0 == "gone" } }

    private static let script = #"""
        import socket, struct, sys, threading, time
        port, token, manner, path = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
        heard = open(path, "a", buffering=1)
        def connect():
            s = socket.socket()
            if manner != "reads": s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            s.connect(("127.0.0.1", port))
            s.sendall(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Floe-Auth: " + token + "\r\n\r\n").encode())
            answer = b""
            while b"\r\n\r\n" not in answer: answer += s.recv(1)
            assert b" 101 " in answer, answer
            return s
        def read(s, count):
            data = b""
            while len(data) < count:
                more = s.recv(count - len(data))
                if not more: sys.exit()
                data += more
            return data
        def frame(s):
            kind, length = read(s, 2)
            length &= 127
            if length == 126: length = struct.unpack(">H", read(s, 2))[0]
            elif length == 127: length = struct.unpack(">Q", read(s, 8))[0]
            return kind & 15, read(s, length)
        def vanish():
            while True:
                try:
                    s = connect(); frame(s)
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()
                    heard.write("gone\n")
                except OSError: time.sleep(0.01)
        if manner == "vanishes":
            first = connect(); first.close()
            for _ in range(50): threading.Thread(target=vanish, daemon=True).start()
            print(1, flush=True)
            threading.Event().wait()
        s = connect()
        print(1, flush=True)
        if manner == "never": threading.Event().wait()
        while True:
            kind, data = frame(s)
            if kind == 1: heard.write(data.decode() + "\n")
            if kind == 9: s.sendall(bytes([0x8A, 0x80, 0, 0, 0, 0]))
        """#
}
