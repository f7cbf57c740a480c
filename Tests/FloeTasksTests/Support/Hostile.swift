import FloeTesting

/// Texts that somebody might put into a branch name or a form.
enum Hostile {
    static let texts: [String] = Self.written + Self.made

    private static let written = [
        "", " ", "plain", "two words", "  lead and trail  ", "\n", "a\n", "\n\na\n\n", "\t", "*", "?", "[a-z]*", "~", "~root", "{a,b}",
        "-n", "-e", "--",
        "'", "''", "\"", "\"\"", "`", "``", "\\", "\\\\", "\\n", "\\'", "\\\"", "$", "$$", "$HOME", "${HOME}", "${HOME", "$(touch pwned)",
        "`touch pwned`", "; touch pwned", "| touch pwned", "& touch pwned &", "&& touch pwned", "|| touch pwned", "\ntouch pwned\n",
        "'; touch pwned; '", "\"; touch pwned; \"", "'\"; touch pwned; \"'", "\\'; touch pwned; \\'", "$'; touch pwned; '",
        "`'`touch pwned`'`",
        "\"$(touch pwned)\"", "'$(touch pwned)'", "a[$(touch pwned)]", "x[`touch pwned`]=1", "$((`touch pwned`))", "<(touch pwned)",
        ">pwned", "> pwned", "< /etc/passwd", "<<EOF", "EOF", "\nEOF\n", "\nEOF\ntouch pwned\n", "\n\tEOF\ntouch pwned\n", "#", "# comment",
        " # comment",
        ")", "(", "))", ")); touch pwned", "}", "}; touch pwned", "}}", "{{trigger.x}}", "{{", ";;", ";; esac; touch pwned", "esac", "]]",
        "]]; touch pwned",
        "!", "!!", "!$", "=", "a=b", "PATH=/tmp", "%s", "%n%d", "&", "&amp;", "\u{1B}[31m", "\r\n", "\u{7F}", "é", "日本", "🙂",
        "\u{202E}evil",
        "${IFS}touch${IFS}pwned", "$IFS", "${x:-$(touch pwned)}", "${!PATH}", "\\$(touch pwned)", "\\`touch pwned\\`", "$\\(touch pwned)",
    ]

    /// Random texts of what shells treat specially.
    private static let made: [String] = {
        var random = Seeded(7)
        let pieces = [
            "'", "\"", "`", "\\", "$", "(", ")", "{", "}", "[", "]", "<", ">", "|", "&", ";", "#", "\n", " ", "\t", "*", "?", "~", "!", "=",
            "a", "touch pwned",
            "$(", "${", "<<", "EOF", "\nEOF\n",
        ]
        return (0..<60).map { _ in
            (0..<Int.random(in: 1...10, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
        }
    }()
}
