internal import NIOSSL

/// A PEM file of authorities that are trusted besides the system's.
public struct Authorities: Sendable {
    /// Why a file gives no authorities.
    public struct Unusable: Error, CustomStringConvertible {
        public let description: String
    }

    let certificates: [NIOSSLCertificate]

    /// Reads the file; blocks.
    ///
    /// - Throws: `Unusable`, which names the file, when it cannot be read or holds no certificate.
    public init(file: String) throws(Unusable) {
        do {
            self.certificates = try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw Unusable(description: "the file of authorities \(file) cannot be read as PEM certificates")
        }
        guard !self.certificates.isEmpty else {
            throw Unusable(description: "the file of authorities \(file) holds no certificates")
        }
    }
}
