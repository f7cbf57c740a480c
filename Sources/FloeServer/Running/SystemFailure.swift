import Glibc

/// A call to the system that failed: what was tried, and why it did not work.
struct SystemFailure: Error, CustomStringConvertible {
    let description: String
    let code: Int32

    /// Takes the reason from `errno`.
    init(_ tried: String) {
        self.code = errno
        self.description = "could not \(tried): \(String(cString: strerror(errno)))"
    }
}
