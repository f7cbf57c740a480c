import FoundationEssentials
import Glibc

/// How wide what a person looks at is.
enum TerminalSize {
    /// Columns of the terminal that standard output goes to; nil when it goes elsewhere, where nothing needs to fit.
    static var width: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.map { max($0, 20) } ?? 80
    }
}
