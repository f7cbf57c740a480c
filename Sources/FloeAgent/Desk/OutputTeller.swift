public import FloeCore
public import FloeSystem
internal import Synchronization

/// Tells a hub, on one link, what orders write and how they end.
///
/// Of each order so much is told ahead of what the hub has written, and no more: a hub that is slow holds nothing here but its own order.
public final class OutputTeller: Sendable {
    private static let window: Int64 = 512 << 10
    private static let chunk = 32 << 10

    private final class Telling: Sendable {
        let id: OrderID
        let flow: String
        let from: Int64
        let end = LogEnd()
        let ended: Mutex<AgentState.Ended?>
        let kept: AsyncStream<Int64>
        let keep: AsyncStream<Int64>.Continuation
        let isOver = Atomic<Bool>(false)

        init(_ id: OrderID, _ flow: String, from: Int64, _ ended: AgentState.Ended?) {
            self.id = id
            self.flow = flow
            self.from = from
            self.ended = Mutex(ended)
            (self.kept, self.keep) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
            if ended != nil { self.end.end() }
        }

        func finish(_ ended: AgentState.Ended) {
            self.ended.withLock { $0 = ended }
            self.end.end()
        }

        /// Another takes its place, or the link has ended.
        func stop() {
            self.isOver.store(true, ordering: .sequentiallyConsistent)
            self.end.end()
            self.keep.finish()
        }
    }

    private let logs: LogStore
    private let say: @Sendable (AgentSaying) -> Void
    private let tellings = Mutex<[OrderID: Telling]>([:])
    private let begun: AsyncStream<Telling>
    private let begin: AsyncStream<Telling>.Continuation

    public init(logs: LogStore, say: @escaping @Sendable (AgentSaying) -> Void) {
        self.logs = logs
        self.say = say
        (self.begun, self.begin) = AsyncStream.makeStream()
    }

    /// Tells an order's output from an offset on, or goes on with it where there is none, and its end after that.
    public func tell(_ id: OrderID, flow: String, from offset: Int64?, _ ended: AgentState.Ended?) {
        guard let offset else {
            guard let ended else { return }
            if let telling = self.tellings.withLock({ $0[id] }) {
                telling.finish(ended)
            } else {
                self.say(.outcome(id, ended.outcome, length: ended.length))
            }
            return
        }
        let telling = Telling(id, flow, from: offset, ended)
        self.tellings.withLock { tellings in
            defer { tellings[id] = telling }
            return tellings[id]
        }?.stop()
        self.begin.yield(telling)
    }

    /// So much is written at the hub.
    public func kept(_ id: OrderID, _ offset: Int64) { self.tellings.withLock { $0[id] }?.keep.yield(offset) }

    /// The hub needs nothing more of it.
    public func drop(_ id: OrderID) { self.tellings.withLock { $0.removeValue(forKey: id) }?.stop() }

    /// Tells until the calling task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await telling in self.begun { group.addTask { await self.tell(telling) } }
            for telling in self.tellings.withLock({ Array($0.values) }) { telling.stop() }
            group.cancelAll()
        }
    }

    @concurrent
    private func tell(_ telling: Telling) async {
        var told = telling.from
        if let path = await self.log(of: telling) {
            var kept = telling.kept.makeAsyncIterator()
            var written = told
            var chunks = LogFile(path: path).follow(from: told, until: telling.end).makeAsyncIterator()
            while let bytes = try? await chunks.next() {
                var rest = bytes[...]
                while !rest.isEmpty {
                    while told - written >= Self.window {
                        guard let now = await kept.next() else { return }
                        written = max(written, now)
                    }
                    if telling.isOver.load(ordering: .sequentiallyConsistent) || Task.isCancelled { return }
                    let part = Array(rest.prefix(Self.chunk))
                    rest = rest.dropFirst(part.count)
                    self.say(.output(telling.id, offset: told, part))
                    told += Int64(part.count)
                }
            }
        }
        if telling.isOver.load(ordering: .sequentiallyConsistent) || Task.isCancelled { return }
        guard let ended = telling.ended.withLock({ $0 }) else { return }
        self.say(.outcome(telling.id, ended.outcome, length: max(told, ended.length)))
    }

    /// The log, which is made where it is not there yet; nil for an order that never had one.
    private func log(of telling: Telling) async -> String? {
        if telling.flow.isEmpty { return nil }
        return await BlockingPool.shared.run {
            guard telling.ended.withLock({ $0 }) == nil else { return try? self.logs.path(of: telling.id, flow: telling.flow) }
            guard let path = try? self.logs.prepare(telling.id, flow: telling.flow) else { return nil }
            LogFile(path: path).make()
            return path
        }
    }
}
