internal import AsyncHTTPClient
public import FloeCore
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// What a server tells as it happens, for as long as it is read. A connection that breaks off is made again, and goes on where it was.
public struct EventFollowing: AsyncSequence {
    public enum Element: Sendable {
        /// The stream begins, at first or again.
        case begun
        case event(EventView)
        /// Some were left out: look at things as they stand.
        case missed
        /// The connection broke off, and is tried again.
        case broken(APIFailure)
    }

    let client: APIClient
    let run: RunRef?
    let flow: String?

    public func makeAsyncIterator() -> Iterator { Iterator(following: self) }

    /// Ends only by an error: the server refuses, or stays away for ten minutes.
    public struct Iterator: AsyncIteratorProtocol {
        let following: EventFollowing
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var texts = EventTexts()
        private var ready: [Element] = []
        private var lastID: String?
        private var patience = Patience()
        private var isBroken = false

        init(following: EventFollowing) { self.following = following }

        @concurrent
        public mutating func next() async throws -> Element? {
            while true {
                if !self.ready.isEmpty { return self.ready.removeFirst() }
                do {
                    try await self.step()
                } catch let failure as APIFailure where failure.isTransient {
                    self.body = nil
                    // Silence is no news: a host where nothing happens says nothing for long.
                    let isNews = !self.isBroken
                    self.isBroken = true
                    if isNews { return .broken(failure) }
                    guard try await self.patience.wait() else { throw failure }
                }
            }
        }

        /// Connects, or takes what comes.
        @concurrent
        private mutating func step() async throws {
            let client = self.following.client
            guard self.body != nil else {
                let query = URLText.query([("run", self.following.run?.description), ("flow", self.following.flow)])
                // A stream's connection is its own, and never used for another call.
                let headers = [("Connection", "close")] + (self.lastID.map { [("Last-Event-ID", $0)] } ?? [])
                let response = try await client.open(.GET, client.address.base + "/events" + query, headers)
                self.body = response.body.makeAsyncIterator()
                self.texts = EventTexts()
                self.patience.renew()
                self.isBroken = false
                // A new stream begins with where things stand: what happens before that is not told. One that goes on misses nothing.
                if self.lastID != nil { self.ready.append(.begun) }
                return
            }
            let chunk: ByteBuffer?
            do {
                chunk = try await self.body?.next()
            } catch {
                if Task.isCancelled { throw CancellationError() }
                throw APIFailure(error, at: client.address)
            }
            guard let chunk else { throw APIFailure.broken(client.address, "the server went away") }
            guard let events = self.texts.take(chunk.readableBytesView) else {
                throw APIFailure.unreadable(client.address, "an event has no end")
            }
            for event in events {
                if let id = event.id { self.lastID = id }
                switch event.name {
                case "message":
                    guard let view = try? FloeJSON.decode(EventView.self, from: Data(event.data)) else { continue }
                    self.ready.append(.event(view))
                case "snapshot": self.ready.append(.begun)
                case "missed": self.ready.append(.missed)
                default: break
                }
            }
        }
    }
}

extension APIClient {
    /// Events as they happen: of one run, of one flow, or all.
    public func events(run: RunRef? = nil, flow: String? = nil) -> EventFollowing {
        EventFollowing(client: self, run: run, flow: flow)
    }
}
