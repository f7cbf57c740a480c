/// Masks a stream of bytes that comes in parts, wherever it is cut.
///
/// What may be the beginning of a secret is held back until the next bytes decide; never more than `SecretForms.longestPiece` bytes.
public struct MaskStream: Sendable {
    private let mask: SecretMask
    private var state: UInt32 = 0
    /// What was fed and not given out.
    private var held: [UInt8] = []
    /// Parts of `held` that are of a secret, in order and apart from each other.
    private var spans: [Range<Int>] = []
    /// The last byte given out, or left out, was of a secret.
    private var isInside = false

    public init(_ mask: SecretMask) { self.mask = mask }

    /// Whether what is held back is too little to tell anything of a secret, so that `pause` gives it out.
    public var canPause: Bool { !self.held.isEmpty && self.depth < SecretForms.shortest }

    /// Bytes at the end that may be the beginning of a secret.
    private var depth: Int { self.mask.automaton.map { Int($0.depth[Int(self.state)]) } ?? 0 }

    /// Takes the next bytes, and appends to `output` what is decided by them.
    public mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
        guard let automaton = self.mask.automaton else {
            output.append(contentsOf: bytes)
            return
        }
        let start = self.held.count
        self.held.append(contentsOf: bytes)
        var spans = self.spans
        self.state = self.held.withUnsafeBufferPointer { buffer in
            automaton.scan(buffer, from: start, state: self.state) { end, length in
                // What it begins with may have been given out by `pause`.
                var find = max(0, end - length)..<end
                while let last = spans.last, last.upperBound >= find.lowerBound {
                    find = min(last.lowerBound, find.lowerBound)..<end
                    spans.removeLast()
                }
                spans.append(find)
            }
        }
        self.spans = spans
        var decided = max(0, self.held.count - self.depth)
        // What is known to be of a secret is decided, whatever a longer one will cover.
        if let span = spans.first(where: { $0.upperBound > decided }), span.lowerBound <= decided { decided = span.upperBound }
        self.give(decided, into: &output)
    }

    /// Nothing more came for a while: gives out what is held back when it is too little to tell anything of a secret, as it is at the
    /// end of a prompt. The beginning of a secret of `SecretForms.shortest` bytes and more stays until it is decided.
    public mutating func pause(into output: inout [UInt8]) {
        if self.canPause { self.give(self.held.count, into: &output) }
    }

    /// Who wrote was ended in the middle: a beginning of a secret of `SecretForms.shortest` bytes and more may be all but the last of it,
    /// and is left out as the whole would be. What others go on to write is still masked.
    public mutating func cut(into output: inout [UInt8]) {
        let start = max(0, self.held.count - self.depth)
        if start < self.held.count, self.depth >= SecretForms.shortest {
            let first = self.spans.firstIndex { $0.upperBound >= start } ?? self.spans.endIndex
            let begin = min(start, first < self.spans.endIndex ? self.spans[first].lowerBound : start)
            self.spans.replaceSubrange(first..., with: [begin..<self.held.count])
        }
        self.give(self.held.count, into: &output)
    }

    /// Nothing more will come: gives out all that is held back.
    public mutating func end(into output: inout [UInt8]) {
        self.give(self.held.count, into: &output)
        self.state = 0
        self.isInside = false
    }

    /// Gives out the first `count` bytes of what is held.
    private mutating func give(_ count: Int, into output: inout [UInt8]) {
        if count == 0 { return }
        var at = 0
        var left: [Range<Int>] = []
        for span in self.spans {
            guard span.lowerBound < count else {
                left.append(span.lowerBound - count..<span.upperBound - count)
                continue
            }
            output.append(contentsOf: self.held[at..<span.lowerBound])
            if !(span.lowerBound == 0 && self.isInside) { output.append(contentsOf: SecretMask.shown.utf8) }
            at = min(span.upperBound, count)
            if span.upperBound > count { left.append(0..<span.upperBound - count) }
        }
        output.append(contentsOf: self.held[at..<count])
        self.isInside = at == count && !self.spans.isEmpty
        self.spans = left
        self.held.removeFirst(count)
    }
}
