import Glibc

/// What is told on standard error.
enum Complaint {
    static func tell(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
