/// A port that leads to another one over a link that is slow, or on which one text becomes another. Gone when it goes out of use.
public final class SlowLink: Sendable {
    private let server: TestServer
    public var port: Int { self.server.port }

    /// - Parameters:
    ///   - host: Where it leads to; an address, four numbers.
    ///   - address: Where it listens.
    ///   - delay: How long bytes are on their way, each way; their order and how fast they follow each other stay.
    ///   - changing: In what comes back, texts of the same length: what is there, and what becomes of it.
    public init(
        to host: String = "127.0.0.1", port: Int, at address: String = "127.0.0.1", delay: Duration = .zero,
        changing: (from: String, to: String) = ("", "")
    ) throws {
        self.server = try TestServer(
            script: Self.script, [host, String(port), address, String(delay / .seconds(1)), changing.from, changing.to])
    }

    private static let script = #"""
        import asyncio, sys
        host, port, address, delay, old, new = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), sys.argv[5].encode(), sys.argv[6].encode()
        async def carry(reader, writer, change):
            loop, queue = asyncio.get_running_loop(), asyncio.Queue(256)
            async def deliver():
                while True:
                    due, data = await queue.get()
                    await asyncio.sleep(max(0, due - loop.time()))
                    if not data: break
                    writer.write(data)
                    await writer.drain()
            delivery = asyncio.create_task(deliver())
            try:
                data = b"-"
                while data:
                    data = await reader.read(65536)
                    if change and old: data = data.replace(old, new)
                    await queue.put((loop.time() + delay, data))
                await delivery
            except OSError: delivery.cancel()
            finally: writer.close()
        async def accept(reader, writer):
            try: there = await asyncio.open_connection(host, port)
            except OSError: return writer.close()
            await asyncio.gather(carry(reader, there[1], False), carry(there[0], writer, True), return_exceptions=True)
        async def main():
            server = await asyncio.start_server(accept, address, 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()
        asyncio.run(main())
        """#
}
