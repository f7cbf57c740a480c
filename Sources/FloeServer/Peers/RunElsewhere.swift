import FloeAPI
import FloeCore
import FloeSystem
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Hands a request about a run on to the host that has it, and its answer back as it comes.
struct RunElsewhere: Sendable {
    private static let asked: [HTTPField.Name] = [
        .accept, .contentType, .range, .ifRange, .ifNoneMatch, .ifModifiedSince, HTTPField.Name("Idempotency-Key")!,
        HTTPField.Name("Last-Event-ID")!,
    ]
    private static let notAnswered: Set<HTTPField.Name> = [.connection, .transferEncoding, .date]
    /// How long the other host may take for an answer to begin.
    private static let patience: Int64 = 20

    let parts: ServerParts
    let cluster: ClusterView

    /// What this host says of a run that another executes, where that one can't be asked.
    enum Copy {
        /// That the run is given to it, and what was known then.
        case shown
        /// Nothing: what was asked for is only there.
        case none
    }

    /// Answers a request about a run where the run is.
    func answer(_ call: Call, copy: Copy, local: (Call) async throws -> Response) async throws -> Response {
        try await self.answer(call, about: try call.run(), copy: copy, local: local)
    }

    func answer(_ call: Call, about ref: RunRef, copy: Copy, local: (Call) async throws -> Response) async throws -> Response {
        let store = self.parts.store
        let row = try await BlockingPool.shared.run { try store.run(ref)?.row }
        guard let row else { return try await self.find(ref, call, local: local) }
        // What waits to be taken by another host is cancelled here, and told there.
        let isCancel = !self.cluster.sharesStore && call.request.method == .post && call.request.head.path?.hasSuffix("/cancel") == true
        guard row.execHost != self.cluster.host, !(isCancel && row.phase == .pending), !self.wasAsked(row.execHost, call),
            let peer = try await self.cluster.peer(row.execHost)
        else { return try await local(call) }
        do {
            return try await self.hand(call, to: peer)
        } catch let failure as APIFailure {
            if case .shown = copy, call.request.method == .get { return try await local(call) }
            throw Refusal(
                .badGateway, "\(ref) is on \(peer.name), which can't be reached now: \(failure)", headers: [.retryAfter: "5"])
        }
    }

    /// A run this host never had, or has swept: whoever adopted it is asked, then all others.
    private func find(_ ref: RunRef, _ call: Call, local: (Call) async throws -> Response) async throws -> Response {
        var peers = try await self.cluster.peers().there.filter { !self.wasAsked($0.name, call) }
        if !self.via(call).isEmpty { peers = peers.filter { $0.name == ref.host } }
        peers.sort { a, _ in a.name == ref.host }
        let body = peers.isEmpty ? nil : try await self.body(of: call)
        for peer in peers {
            // One that can't be asked is shown so in the list of hosts.
            guard let answer = try? await self.ask(call, peer, body), answer.status != 404 else { continue }
            return self.response(answer, to: call)
        }
        return try await local(call)
    }

    private func via(_ call: Call) -> [Substring] { call.headers[ClusterView.via]?.split(separator: ",") ?? [] }

    private func wasAsked(_ host: String, _ call: Call) -> Bool { self.via(call).contains { $0 == host } }

    func hand(_ call: Call, to peer: ClusterView.Peer) async throws -> Response {
        self.response(try await self.ask(call, peer, try await self.body(of: call)), to: call)
    }

    /// A form that was filled here and asks for a run that another host has; nil when it is this host's to take.
    func push(_ body: PushBody, about ref: RunRef, _ call: Call) async throws -> Response? {
        let store = self.parts.store
        let row = try await BlockingPool.shared.run { try store.run(ref)?.row }
        let host = row?.execHost ?? ref.host
        guard host != self.cluster.host, let peer = try await self.cluster.peer(host) else { return nil }
        let path = "\(self.parts.config.base)/runs/\(ref)/nodes/\(URLText.encode(body.form.id))/answer"
        let key = HTTPField.Name("Idempotency-Key")!
        let headers = [("Content-Type", "application/json"), (ClusterView.via.canonicalName, self.cluster.host)]
        do {
            let answer = try await self.cluster.client.ask(
                peer.address, "POST", path, headers: headers + (call.headers[key].map { [(key.canonicalName, $0)] } ?? []),
                body: try FloeJSON.encode(AnswerBody(values: body.form.values)), patience: Self.patience)
            let headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
            let whole = try await answer.whole()
            return Response(
                status: HTTPResponse.Status(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: whole))
            )
        } catch let failure as APIFailure {
            throw Refusal(.badGateway, "\(ref) is on \(peer.name), which can't be reached now: \(failure)", headers: [.retryAfter: "5"])
        }
    }

    private func body(of call: Call) async throws -> Data? {
        guard call.request.method == .post else { return nil }
        return Data(try await call.body.collect().readableBytesView)
    }

    private func ask(_ call: Call, _ peer: ClusterView.Peer, _ body: Data?) async throws -> PeerAnswer {
        var headers = Self.asked.compactMap { name in call.headers[name].map { (name.canonicalName, $0) } }
        headers.append((ClusterView.via.canonicalName, (self.via(call).map(String.init) + [self.cluster.host]).joined(separator: ",")))
        return try await self.cluster.client.ask(
            peer.address, call.request.method.rawValue, call.request.head.path ?? "/", headers: headers, body: body,
            patience: Self.patience)
    }

    private func response(_ answer: PeerAnswer, to call: Call) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let field = HTTPField.Name(name), !Self.notAnswered.contains(field) else { continue }
            headers.append(HTTPField(name: field, value: value))
        }
        let length = headers[.contentLength].flatMap { Int($0) }
        headers[.contentLength] = nil
        let (streams, owner, channel) = (self.parts.streams, call.principal?.owner ?? "", call.body.channel)
        let body = ResponseBody(contentLength: length) { writer in
            // It ends with the sign-in, as one of this host's own does.
            let bell = Doorbell()
            let ticket = streams.open(owner, bell: bell, channel: channel)
            defer { streams.close(ticket) }
            for try await part in answer.parts {
                if ticket.hasEnded { throw CancellationError() }
                try await writer.write(ByteBuffer(bytes: part))
            }
            try await writer.finish(nil)
        }
        return Response(status: HTTPResponse.Status(code: answer.status), headers: headers, body: body)
    }
}
