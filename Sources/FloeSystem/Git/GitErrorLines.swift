/// Cuts git's error output into lines and progress, and keeps the last lines for whoever has to explain a failure.
///
/// Progress is text that ends in a carriage return and is overwritten by the next; only its last state ends in a line feed. ssh ends its
/// lines with both.
struct GitErrorLines {
    private static let longest = 4096
    private var partial: [UInt8] = []
    private var isReturned = false
    private(set) var last: [String] = []

    mutating func hear(_ bytes: UnsafeRawBufferPointer, tell: (GitNews) -> Void) {
        for byte in bytes {
            if self.isReturned, byte != 0x0A { self.end(isLine: false, tell) }
            self.isReturned = byte == 0x0D
            switch byte {
            case 0x0A: self.end(isLine: true, tell)
            case 0x0D: break
            default: if self.partial.count < Self.longest { self.partial.append(byte) }
            }
        }
    }

    mutating func finish(tell: (GitNews) -> Void) { if !self.partial.isEmpty { self.end(isLine: true, tell) } }

    private mutating func end(isLine: Bool, _ tell: (GitNews) -> Void) {
        var text = String(decoding: self.partial, as: UTF8.self).replacing("\u{1B}[K", with: "")
        self.partial.removeAll(keepingCapacity: true)
        while let end = text.last, end == " " || end == "\t" { text.removeLast() }
        guard !text.isEmpty else { return }
        if let news = Self.progress(in: text) { tell(news) }
        guard isLine else { return }
        self.last.append(text)
        if self.last.count > 60 { self.last.removeFirst(20) }
        tell(.line(text))
    }

    /// Reads `Receiving objects:  45% (9/20), 1 MiB`.
    private static func progress(in text: String) -> GitNews? {
        var text = text[...]
        if text.hasPrefix("remote: ") { text = text.dropFirst(8) }
        guard let colon = text.firstIndex(of: ":"), let percent = text[colon...].firstIndex(of: "%") else { return nil }
        let digits = text[text.index(after: colon)..<percent].drop { $0 == " " }
        guard let number = Int(digits), (0...100).contains(number) else { return nil }
        return .progress(phase: String(text[..<colon]), done: Double(number) / 100)
    }
}
