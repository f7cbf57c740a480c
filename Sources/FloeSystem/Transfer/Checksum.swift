/// What a file's bytes must come to.
public struct Checksum: Sendable, Hashable, CustomStringConvertible {
    public enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case sha256, sha1, md5

        /// Hexadecimal digits of its sums.
        var digits: Int {
            switch self {
            case .sha256: 64
            case .sha1: 40
            case .md5: 32
            }
        }
    }

    public let algorithm: Algorithm
    /// In lower case.
    public let sum: String

    /// Reads a sum, alone or as `sum filename` like `sha256sum` prints it.
    ///
    /// - Parameter algorithm: its name; guessed from the length when nil.
    /// - Throws: what is wrong, for the author of the flow.
    public init(parsing text: String, algorithm name: String? = nil) throws(FetchFailure) {
        let sum = (text.split { $0.isWhitespace }.first.map(String.init) ?? "").lowercased()
        guard !sum.isEmpty, sum.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            throw FetchFailure(.request, "the checksum '\(text)' is not hexadecimal")
        }
        let algorithm: Algorithm
        if let name {
            guard let named = Algorithm(rawValue: name.lowercased().replacing("-", with: "")) else {
                throw FetchFailure(.request, "the checksum-algo '\(name)' is unknown; use sha256, sha1 or md5")
            }
            algorithm = named
        } else {
            guard let guessed = Algorithm.allCases.first(where: { $0.digits == sum.utf8.count }) else {
                throw FetchFailure(.request, "the checksum has \(sum.utf8.count) digits; sha256 has 64, sha1 40, md5 32")
            }
            algorithm = guessed
        }
        guard sum.utf8.count == algorithm.digits else {
            throw FetchFailure(.request, "the checksum has \(sum.utf8.count) digits; \(algorithm.rawValue) has \(algorithm.digits)")
        }
        self.algorithm = algorithm
        self.sum = sum
    }

    init(_ algorithm: Algorithm, sum: String) {
        self.algorithm = algorithm
        self.sum = sum
    }

    public var description: String { "\(self.algorithm.rawValue) \(self.sum)" }
}
