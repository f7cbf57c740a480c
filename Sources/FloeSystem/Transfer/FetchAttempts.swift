internal import CCurl
internal import FoundationEssentials
internal import Glibc

/// One download with its redirects and resumptions. Its caller holds the lock of the url.
struct FetchAttempts {
    let download: Download
    let cache: FetchCache
    /// The digest of the url.
    let name: String
    let tell: @Sendable (FetchNews) -> Void

    private static let mostRedirects = 10
    /// Attempts in a row after which no more of the file is here than before.
    private static let mostVain = 3

    private var partial: String { "\(self.cache.folder)/partial/\(self.name)" }

    /// What ties the bytes of a partial file to a version of the file on the server.
    private struct Tie: Codable { var validator: String }

    func run() async throws(FetchFailure) -> FetchedFile {
        // A checksum says what is wanted better than a validator; what it stands for is known not to be here.
        let known =
            self.download.checksum == nil
            ? self.cache.record("urls/\(self.name)").flatMap { record in
                self.cache.file(of: record).map { (record, $0) }
            } : nil
        var vain = 0
        var best: Int64 = 0
        while true {
            let step = try self.attempt(known?.0)
            switch step {
            case .file(let file): return file
            case .unchanged:
                guard let file = known?.1 else { throw FetchFailure(.refused, "\(self.download.shown) answered 304 unasked", status: 304) }
                return file
            case .again(let failure):
                vain = self.size() > best ? 0 : vain + 1
                best = max(best, self.size())
                if vain >= Self.mostVain { throw failure }
                self.tell(.line("\(failure.message); going on"))
                do { try await Task.sleep(for: .milliseconds(100 * (vain + 1))) } catch { throw FetchFailure(.cancelled, "cancelled") }
            }
        }
    }

    private enum Step {
        case file(FetchedFile)
        case unchanged
        /// Cut short.
        case again(FetchFailure)
    }

    private func attempt(_ known: FetchCache.Record?) throws(FetchFailure) -> Step {
        let tie = self.tie()
        let offset = tie == nil ? 0 : self.size()
        var get = HTTPGet(
            url: self.download.url, proxies: ProxySettings(self.download.environment), connectTimeout: self.download.connectTimeout,
            stall: self.download.stall)
        if offset > 0, let tie {
            get.fields = ["Range: bytes=\(offset)-", "If-Range: \(tie.validator)"]
        } else if let known {
            if let etag = known.etag { get.fields = ["If-None-Match: \(etag)"] }
            if let date = known.lastModified { get.fields.append("If-Modified-Since: \(date)") }
        }
        var body = FetchBody(partial: self.partial, download: self.download, offset: offset, tell: self.tell)
        var end = get.run { body.take($0, $1) }
        var hops = 0
        while let next = end.redirect, [301, 302, 303, 307, 308].contains(end.head.status), end.isGood {
            hops += 1
            guard hops <= Self.mostRedirects else {
                throw FetchFailure(
                    .refused, "\(self.download.shown) redirects more than \(Self.mostRedirects) times", status: end.head.status)
            }
            guard ["http://", "https://"].contains(where: { next.lowercased().hasPrefix($0) }) else {
                throw FetchFailure(
                    .refused, "\(self.download.shown) redirects to \(GitAddress.withoutUser(next)), which is none of http(s)")
            }
            get.url = next
            end = get.run { body.take($0, $1) }
        }
        return try self.judge(end, &body)
    }

    private func judge(_ end: HTTPGet.End, _ body: inout FetchBody) throws(FetchFailure) -> Step {
        let shown = self.download.shown
        let status = end.head.status
        // An answer without a body is a file too.
        if end.isGood, status == 200 { _ = body.take(end.head, UnsafeRawBufferPointer(start: nil, count: 0)) }
        let sums: [Checksum.Algorithm: String]
        do { sums = try body.finish() } catch {
            // On a full disk what is here of it is in the way of everything else.
            self.drop()
            throw error
        }
        if end.isCancelled || Task.isCancelled {
            self.keep(end.head)
            throw FetchFailure(.cancelled, "cancelled")
        }
        if let refusal = body.refusal {
            self.drop()
            throw refusal
        }
        guard end.isGood else { return try self.failed(end) }
        switch status {
        case 200, 206:
            let size = self.size()
            if let checksum = self.download.checksum, let sum = sums[checksum.algorithm], sum != checksum.sum {
                self.drop()
                throw FetchFailure(
                    .checksum,
                    "the file at \(shown) has the \(checksum.algorithm.rawValue) sum \(sum), not \(checksum.sum); nothing of it is kept")
            }
            try? Folder.remove(self.partial + ".tie")
            return .file(try self.cache.add(self.partial, url: self.name, sums: sums, size: size, head: end.head))
        case 304: return .unchanged
        case 416:
            // What was kept is not a part of the file any more.
            self.drop()
            return .again(FetchFailure(.refused, "\(shown) does not go on where it was cut short", status: status))
        case 401, 403, 407:
            throw FetchFailure(
                .refused, "\(shown) refused access: HTTP \(status); look at the user and password of the url", status: status)
        case 404, 410: throw FetchFailure(.refused, "there is nothing at \(shown): HTTP \(status); look at the url", status: status)
        default: throw FetchFailure(.refused, "\(shown) answered HTTP \(status) instead of the file", status: status)
        }
    }

    /// A failure of the transfer itself: final, or worth another attempt.
    private func failed(_ end: HTTPGet.End) throws(FetchFailure) -> Step {
        let shown = self.download.shown
        switch end.code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            throw FetchFailure(
                .unreachable, "the host of \(shown) cannot be reached; look at its name, its port and the network (\(end.text))")
        case CURLE_OPERATION_TIMEDOUT where end.head.status == 0:
            throw FetchFailure(.unreachable, "\(shown) does not answer; look at the host and the network (\(end.text))")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            throw FetchFailure(.refused, "the certificate of \(shown) is not trusted on this host (\(end.text))")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_OPERATION_TIMEDOUT, CURLE_HTTP2_STREAM,
            CURLE_HTTP2:
            self.keep(end.head)
            let gone = FetchFailure(.vanished, "the connection to \(shown) broke off after \(self.size()) bytes (\(end.text))")
            return .again(gone)
        default: throw FetchFailure(.other, "\(shown) could not be fetched: \(end.text)")
        }
    }

    // MARK: the partial file

    private func size() -> Int64 {
        var status = stat()
        return stat(self.partial, &status) == 0 ? Int64(status.st_size) : 0
    }

    private func tie() -> Tie? {
        FileManager.default.contents(atPath: self.partial + ".tie").flatMap { try? JSONDecoder().decode(Tie.self, from: $0) }
    }

    /// Keeps what came, if the server named its version in a way that a later request can ask for.
    private func keep(_ head: HTTPGet.Head) {
        guard [200, 206].contains(head.status), self.size() > 0 else { return }
        let etag = head.fields["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
        guard let validator = etag ?? head.fields["last-modified"], let data = try? JSONEncoder().encode(Tie(validator: validator)),
            (try? data.write(to: URL(filePath: self.partial + ".tie"), options: .atomic)) != nil
        else { return self.drop() }
    }

    private func drop() {
        try? Folder.remove(self.partial)
        try? Folder.remove(self.partial + ".tie")
    }
}
