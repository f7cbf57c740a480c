import Glibc
import Logging
import NIOSSL
import Synchronization

/// A certificate with its key, read again when its files change. A pair that cannot be used never replaces one that can.
final class Certificate: Sendable {
    private struct Stamp: Equatable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int
    }

    private let files: ServerConfig.Certificate
    private let state: Mutex<(context: NIOSSLContext, stamps: [Stamp?])>

    /// Blocks.
    init(_ files: ServerConfig.Certificate) throws(ServerFailure) {
        self.files = files
        let stamps = Self.stamps(files)
        self.state = Mutex((try Self.load(files), stamps))
    }

    var context: NIOSSLContext { self.state.withLock { $0.context } }

    /// Looks whether the files changed. Blocks.
    func refresh(_ logger: Logger) {
        let stamps = Self.stamps(self.files)
        guard stamps != self.state.withLock({ $0.stamps }) else { return }
        do {
            let context = try Self.load(self.files)
            self.state.withLock { $0 = (context, stamps) }
            logger.info("certificate read again", metadata: ["certificate": "\(self.files.chain)"])
        } catch {
            self.state.withLock { $0.stamps = stamps }
            logger.error("the changed certificate cannot be used; the one before it stays", metadata: ["error": "\(error)"])
        }
    }

    private static func load(_ files: ServerConfig.Certificate) throws(ServerFailure) -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.chain)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.applicationProtocols = ["h2", "http/1.1"]
            configuration.minimumTLSVersion = .tlsv12
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerFailure(
                "cannot use the certificate \(files.chain) with the key \(files.key): \(error); both must be PEM files, and belong together"
            )
        }
    }

    private static func stamps(_ files: ServerConfig.Certificate) -> [Stamp?] {
        [files.chain, files.key].map { path in
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            return Stamp(seconds: info.st_mtim.tv_sec, nanoseconds: info.st_mtim.tv_nsec, size: Int(info.st_size))
        }
    }
}
