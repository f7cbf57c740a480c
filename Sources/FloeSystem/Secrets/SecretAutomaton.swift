/// Finds all of a set of byte strings in one pass (Aho and Corasick).
///
/// States are numbered breadth first, so that the children of each lie side by side: a state takes 17 bytes, however many there are.
final class SecretAutomaton: Sendable {
    /// The byte that leads to a state.
    let label: [UInt8]
    /// Where the children of a state begin; those of the next end them.
    let children: [UInt32]
    /// The state of the longest end of its text that is the beginning of a string.
    let fallback: [UInt32]
    /// The length of the longest string that its text ends with; 0 for none.
    let found: [UInt32]
    let depth: [UInt32]
    /// The state after each byte at the beginning.
    let first: [UInt32]
    /// A bit for each two bytes, the first low, that some string begins with.
    let pairs: [UInt64]

    /// - Parameter strings: each of two bytes at least.
    init(_ strings: Set<[UInt8]>) {
        let strings = strings.sorted { $0.lexicographicallyPrecedes($1) }
        var label: [UInt8] = [0]
        var depth: [UInt32] = [0]
        var fallback: [UInt32] = [0]
        var found: [UInt32] = [0]
        var children: [UInt32] = []
        var ranges = [0..<strings.count]
        func child(_ state: Int, _ byte: UInt8) -> Int? {
            (Int(children[state])..<Int(children[state + 1])).first { label[$0] == byte }
        }
        var state = 0
        while state < ranges.count {
            children.append(UInt32(ranges.count))
            let length = Int(depth[state])
            var at = ranges[state].lowerBound
            let end = ranges[state].upperBound
            // Sorted, the string that ends here comes before those that go on.
            if at < end, strings[at].count == length { at += 1 }
            while at < end {
                let byte = strings[at][length]
                var next = at + 1
                while next < end, strings[next][length] == byte { next += 1 }
                var back = 0
                if state != 0 {
                    back = Int(fallback[state])
                    var hit = child(back, byte)
                    while hit == nil, back != 0 {
                        back = Int(fallback[back])
                        hit = child(back, byte)
                    }
                    back = hit ?? 0
                }
                label.append(byte)
                depth.append(UInt32(length + 1))
                fallback.append(UInt32(back))
                found.append(strings[at].count == length + 1 ? UInt32(length + 1) : found[back])
                ranges.append(at..<next)
                at = next
            }
            state += 1
        }
        children.append(UInt32(ranges.count))
        var first = [UInt32](repeating: 0, count: 256)
        for state in Int(children[0])..<Int(children[1]) { first[Int(label[state])] = UInt32(state) }
        var pairs = [UInt64](repeating: 0, count: 1024)
        for string in strings {
            let pair = Int(string[0]) | Int(string[1]) << 8
            pairs[pair >> 6] |= 1 << UInt64(pair & 63)
        }
        (self.label, self.children, self.fallback, self.found, self.depth) = (label, children, fallback, found, depth)
        (self.first, self.pairs) = (first, pairs)
    }

    /// Goes on from a state over the bytes from `start` on, and tells of each find: where it ends, and its length. Gives the last state.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, state: UInt32, _ tell: (_ end: Int, _ length: Int) -> Void) -> UInt32 {
        self.label.withUnsafeBufferPointer { label in
            self.children.withUnsafeBufferPointer { children in
                self.fallback.withUnsafeBufferPointer { fallback in
                    self.found.withUnsafeBufferPointer { found in
                        self.first.withUnsafeBufferPointer { first in
                            self.pairs.withUnsafeBufferPointer { pairs in
                                let tables = Tables(
                                    label: label, children: children, fallback: fallback, found: found, first: first, pairs: pairs)
                                return tables.scan(bytes, from: start, state: state, tell)
                            }
                        }
                    }
                }
            }
        }
    }

    private struct Tables {
        let label: UnsafeBufferPointer<UInt8>
        let children: UnsafeBufferPointer<UInt32>
        let fallback: UnsafeBufferPointer<UInt32>
        let found: UnsafeBufferPointer<UInt32>
        let first: UnsafeBufferPointer<UInt32>
        let pairs: UnsafeBufferPointer<UInt64>

        @inline(__always)
        func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, state: UInt32, _ tell: (Int, Int) -> Void) -> UInt32 {
            var at = start
            var state = Int(state)
            let last = bytes.count - 1
            while at <= last {
                if state == 0 {
                    // Nearly all output is passed over here.
                    while at < last {
                        let pair = Int(bytes[at]) | Int(bytes[at + 1]) << 8
                        if self.pairs[pair >> 6] >> UInt64(truncatingIfNeeded: pair & 63) & 1 != 0 { break }
                        at += 1
                    }
                }
                state = self.next(state, bytes[at])
                at += 1
                let length = self.found[state]
                if length != 0 { tell(at, Int(length)) }
            }
            return UInt32(state)
        }

        @inline(__always)
        private func next(_ state: Int, _ byte: UInt8) -> Int {
            var state = state
            while state != 0 {
                var child = Int(self.children[state])
                let end = Int(self.children[state + 1])
                while child < end {
                    if self.label[child] == byte { return child }
                    child += 1
                }
                state = Int(self.fallback[state])
            }
            return Int(self.first[Int(byte)])
        }
    }
}
