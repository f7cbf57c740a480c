internal import Glibc

/// Takes the body of an answer into the partial file.
struct FetchBody {
    private let partial: String
    private let download: Download
    private let offset: Int64
    private let tell: @Sendable (FetchNews) -> Void
    private var sink: FileSink?
    private var told = ContinuousClock.now
    private var total: Int64?
    private var start: Int64 = 0
    /// New bytes.
    private(set) var received: Int64 = 0
    /// Why the answer is not taken.
    private(set) var refusal: FetchFailure?

    init(partial: String, download: Download, offset: Int64, tell: @escaping @Sendable (FetchNews) -> Void) {
        self.partial = partial
        self.download = download
        self.offset = offset
        self.tell = tell
    }

    /// Only the body of an answer that is the file is taken; of others it is passed over. False ends the transfer.
    mutating func take(_ head: HTTPGet.Head, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard head.status == 200 || head.status == 206 else { return true }
        if self.sink == nil, !self.begin(head) { return false }
        self.received += Int64(bytes.count)
        guard self.start + self.received <= self.download.limit else { return self.refuse(tooLong: self.start + self.received) }
        guard self.sink?.take(bytes) == true else { return false }
        let now = ContinuousClock.now
        if now - self.told > .milliseconds(250) {
            self.told = now
            self.tell(.progress(got: self.start + self.received, of: self.total))
        }
        return true
    }

    /// The sums of the file, empty when no body was taken.
    mutating func finish() throws(FetchFailure) -> [Checksum.Algorithm: String] {
        guard let sink = self.sink else { return [:] }
        self.sink = nil
        do { return try sink.finish() } catch { throw FetchFailure(error) }
    }

    private mutating func begin(_ head: HTTPGet.Head) -> Bool {
        if head.status == 206 {
            guard self.offset > 0 else {
                self.refusal = FetchFailure(
                    .refused, "\(self.download.shown) sent a part of the file, though all of it was asked for; ask who runs that server",
                    status: 206)
                return false
            }
            // "bytes 100-199/200"
            let range = head.fields["content-range"] ?? ""
            guard range.hasPrefix("bytes \(self.offset)-") else {
                self.refusal = FetchFailure(
                    .refused, "\(self.download.shown) sent another part than was asked for: '\(range)', not from byte \(self.offset)",
                    status: 206)
                return false
            }
            self.start = self.offset
        }
        self.total = head.fields["content-length"].flatMap { Int64($0) }.map { $0 + self.start }
        if let total, total > self.download.limit { return self.refuse(tooLong: total) }
        do {
            self.sink = try FileSink(self.partial, from: self.start, with: self.download.checksum?.algorithm)
            return true
        } catch {
            self.refusal = FetchFailure(error)
            return false
        }
    }

    private mutating func refuse(tooLong size: Int64) -> Bool {
        self.refusal = FetchFailure(
            .tooLarge, "\(self.download.shown) has at least \(size) bytes; at most \(self.download.limit) are taken")
        return false
    }
}
