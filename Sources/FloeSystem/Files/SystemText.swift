internal import CSpawn
internal import Glibc

/// Words for numbers of the system.
public enum SystemText {
    /// `errno` in words, in lower case: "no space left on device".
    public static func error(_ code: Int32) -> String {
        let text = String(cString: floe_error_text(code))
        guard let first = text.first else { return "error \(code)" }
        // "RFS specific error" keeps its capitals.
        return text.dropFirst().first?.isUppercase == true ? text : first.lowercased() + text.dropFirst()
    }

    /// The name of a signal without `SIG`: "TERM"; its number when it has none.
    public static func signal(_ number: Int32) -> String {
        floe_signal_name(number).map { String(cString: $0) } ?? String(number)
    }
}
