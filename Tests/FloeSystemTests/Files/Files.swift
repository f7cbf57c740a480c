import Glibc

/// Files of tests.
enum Files {
    struct Failed: Error { var code: Int32 }

    static func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try self.write(Array(text.utf8), to: path, mode: mode)
    }

    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600, append: Bool = false) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), mode)
        guard file >= 0 else { throw Failed(code: errno) }
        defer { close(file) }
        fchmod(file, mode)
        var at = 0
        while at < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: at), $0.count - at) }
            guard count > 0 else { throw Failed(code: errno) }
            at += count
        }
    }

    static func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
}
