/// Which bytes of a file a request is about, after RFC 9110.
enum ByteRange: Equatable {
    case all
    case part(ClosedRange<Int>)
    /// Asks for bytes there are none of.
    case none

    /// - Parameters:
    ///   - header: of the request; what cannot be read, and more than one range, mean all.
    ///   - size: of the file.
    init(_ header: String?, size: Int) {
        guard let header, header.hasPrefix("bytes=") else {
            self = .all
            return
        }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            self = .all
            return
        }
        switch (Int(parts[0]), Int(parts[1])) {
        case (let first?, let last):
            if let last, last < first {
                self = .all
            } else if first >= size {
                self = .none
            } else {
                self = .part(first...min(last ?? .max, size - 1))
            }
        case (nil, let count?) where parts[0].isEmpty:
            self = count == 0 || size == 0 ? .none : .part(max(0, size - count)...(size - 1))
        default: self = .all
        }
    }
}
