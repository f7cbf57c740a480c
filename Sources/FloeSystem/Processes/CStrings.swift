internal import Glibc

/// Lists of C strings for the time of a call.
enum CStrings {
    /// Calls `body` with a list that ends with nil, made in one piece of memory.
    static func with<Result>(_ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
        let length = texts.reduce(0) { $0 + $1.utf8.count + 1 }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(1, length)) { bytes in
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1) { list in
                var at = 0
                for (index, text) in texts.enumerated() {
                    list[index] = bytes.baseAddress?.advanced(by: at)
                    for byte in text.utf8 {
                        bytes[at] = CChar(bitPattern: byte)
                        at += 1
                    }
                    bytes[at] = 0
                    at += 1
                }
                list[texts.count] = nil
                guard let base = list.baseAddress else { preconditionFailure("a list with room for its end has an address") }
                return body(base)
            }
        }
    }
}
