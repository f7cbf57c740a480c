import Foundation
import Synchronization

/// Runs the same thing on several threads at once and waits for all of them.
func together(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let failed = Mutex<String?>(nil)
    do {
        let group = DispatchGroup()
        for at in 0..<count {
            group.enter()
            Thread.detachNewThread {
                do { try body(at) } catch { failed.withLock { $0 = "\(error)" } }
                group.leave()
            }
        }
        group.wait()
    }
    if let failed = failed.withLock(\.self) { throw FloorFailed(what: failed) }
}
