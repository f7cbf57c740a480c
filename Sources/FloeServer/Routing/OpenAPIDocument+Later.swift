import FloeCore
import Synchronization

extension OpenAPIDocument {
    /// The document of a server's routes, made when it is first asked for: it takes a fifth of what a start does.
    final class Later: Sendable {
        private let routes: [Route]
        private let version: String
        private let made = Mutex<Value?>(nil)

        init(_ routes: [Route], version: String) {
            self.routes = routes
            self.version = version
        }

        var document: Value {
            self.made.withLock { made in
                let document = made ?? OpenAPIDocument.make(self.routes, version: self.version)
                made = document
                return document
            }
        }
    }
}
