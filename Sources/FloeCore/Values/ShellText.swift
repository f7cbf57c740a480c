/// Quoting for POSIX shells.
public enum ShellText {
    /// The text as one word in single quotes.
    public static func quoted(_ text: String) -> String {
        var word = "'"
        for character in text.unicodeScalars {
            if character == "'" { word += "'\\''" } else { word.unicodeScalars.append(character) }
        }
        return word + "'"
    }
}
