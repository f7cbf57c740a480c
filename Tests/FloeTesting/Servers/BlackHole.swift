/// A port of 127.0.0.1 at which a connection is never made nor refused, as behind a firewall that drops what comes.
public final class BlackHole: Sendable {
    private let server: TestServer
    public var port: Int { self.server.port }

    public init() throws { self.server = try TestServer(script: Self.script, []) }

    /// With a full queue of connections nobody takes, the system leaves further ones unanswered.
    private static let script = #"""
        import socket, threading
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        held = []
        while True:
            caller = socket.socket()
            caller.settimeout(0.3)
            held.append(caller)
            try: caller.connect(listener.getsockname())
            except TimeoutError: break
        print(listener.getsockname()[1], flush=True)
        threading.Event().wait()
        """#
}
