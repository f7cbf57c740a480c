internal import FloeAPI
internal import FloeCore
internal import FloeSystem
public import Logging
internal import Synchronization

/// Keeps an agent linked to its hubs, one link to each address.
public struct AgentDial: Sendable {
    /// Why the agent is linked to nobody and will not be.
    public struct Refused: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    private static let shortest = 0.2
    private static let soon = 1.0
    private static let longest = 30.0

    private let desk: AgentDesk
    private let dialer: PeerDialer
    private let logs: LogStore
    private let logger: Logger
    /// Which address leads to which hub.
    private let hubs = Hubs()

    private final class Hubs: Sendable {
        private let state = Mutex<[String: String]>([:])

        /// False when another address leads to that hub.
        func take(_ hub: String, _ address: String) -> Bool {
            self.state.withLock { state in
                if let other = state[hub], other != address { return false }
                state[hub] = address
                return true
            }
        }

        func address(of hub: String) -> String { self.state.withLock { $0[hub] ?? "" } }
    }

    /// What one link has come to.
    private final class Course: Sendable {
        let state = Mutex<(link: AgentDesk.Link?, end: End)>((nil, .broken(wasLinked: false)))
        var link: AgentDesk.Link? { self.state.withLock { $0.link } }
        var end: End { self.state.withLock { $0.end } }
    }

    /// How a link ended.
    private enum End: Sendable {
        case broken(wasLinked: Bool)
        case refused(String, passes: Bool)
    }

    /// - Throws: Where the file of authorities cannot be used.
    public init(desk: AgentDesk, token: String, authorities: String?, root: String, logger: Logger) throws {
        self.desk = desk
        self.dialer = try PeerDialer(admin: token, authorities: authorities)
        self.logs = LogStore(root: root)
        self.logger = logger
    }

    /// Links, and links anew, until the calling task is cancelled.
    ///
    /// - Throws: `Refused` when no hub takes the agent, and asking again would not help.
    public func run(_ addresses: [String]) async throws {
        let refusals = await withTaskGroup(of: String?.self) { group in
            for address in addresses { group.addTask { await self.keep(address) } }
            var refusals: [String] = []
            for await refusal in group { if let refusal { refusals.append(refusal) } }
            return refusals
        }
        if !Task.isCancelled, !refusals.isEmpty { throw Refused(description: refusals.joined(separator: "\n")) }
    }

    /// Gives why the hub does not take the agent, once it is sure.
    private func keep(_ address: String) async -> String? {
        var wait = Self.shortest
        var told = ""
        var wasLinked = false
        while !Task.isCancelled {
            do {
                let socket = try await self.dialer.dialAsAgent(address)
                guard let hello = await self.desk.hello() else { return nil }
                socket.send(hello.link, .hello(hello))
                let started = ContinuousClock.now
                switch await self.converse(socket, hello.link, address) {
                case .broken(let isKnown):
                    if Task.isCancelled { return nil }
                    self.logger.warning("The link to \(address) broke off; it is made anew")
                    wasLinked = wasLinked || isKnown
                    // A hub that has taken the agent is there.
                    if isKnown { wait = min(wait, .now - started > .seconds(10) ? Self.shortest : Self.soon) }
                    told = ""
                case .refused(let why, let passes):
                    if !passes { return "\(address) refuses this agent: \(why)" }
                    if told != why { self.logger.error("\(address) refuses this agent, which asks again: \(why)") }
                    told = why
                    wait = Self.longest
                }
            } catch {
                if error.isToken, !wasLinked { return "\(address): \(error)" }
                if told != error.description { self.logger.warning("No link to \(address), which is tried again: \(error)") }
                told = error.description
            }
            try? await Task.sleep(for: .seconds(wait * Double.random(in: 0.5...1)))
            wait = min(Self.longest, wait * 2)
        }
        return nil
    }

    private func converse(_ socket: AgentSocket, _ number: Int, _ address: String) async -> End {
        let course = Course()
        await withTaskGroup(of: Void.self) { group in
            let teller = OutputTeller(logs: self.logs) { socket.send(number, .agent($0)) }
            group.addTask { await teller.run() }
            group.addTask { await Self.beat(socket) }
            group.addTask {
                await withTaskCancellationHandler {
                    try? await socket.listen { link, word in
                        if link == number { self.hear(word, socket, number, address, teller, course) }
                    }
                } onCancel: {
                    socket.close()
                }
            }
            // Whichever ends first: the link has ended.
            var count = 0
            for await _ in group {
                count += 1
                if count == 1 {
                    socket.close()
                    group.cancelAll()
                }
            }
        }
        if let link = course.link { self.desk.unlinked(link) }
        return course.end
    }

    private func hear(
        _ word: AgentWord, _ socket: AgentSocket, _ number: Int, _ address: String, _ teller: OutputTeller,
        _ course: Course
    ) {
        switch word {
        case .welcome(let hub, let version):
            guard self.hubs.take(hub, address) else {
                let why = "it is \(hub), as \(self.hubs.address(of: hub)) is; one address of a hub is enough"
                course.state.withLock { $0.end = .refused(why, passes: false) }
                return socket.close()
            }
            let link = AgentDesk.Link(owner: hub, number: number, teller: teller) { socket.send(number, .agent($0)) }
            course.state.withLock { $0 = (link, .broken(wasLinked: true)) }
            self.desk.linked(link)
            self.logger.notice("Linked to \(hub) at \(address)", metadata: ["version": "\(version)"])
        case .refused(let why, let passes):
            course.state.withLock { $0.end = .refused(why, passes: passes) }
            socket.close()
        case .hub(let saying): if let link = course.link { self.desk.heard(saying, on: link) }
        case .hello, .agent: break
        }
    }

    /// Shows the hub that the agent is there, until it says nothing any more.
    private static func beat(_ socket: AgentSocket) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: AgentSocket.beat)
            if socket.silence > AgentSocket.patience { return }
            socket.ping()
        }
    }
}
