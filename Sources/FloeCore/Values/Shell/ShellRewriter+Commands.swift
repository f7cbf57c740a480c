extension ShellRewriter {
    /// What is known of the commands being read, between two parentheses or in the whole script.
    struct Frame {
        enum Parenthesis { case group, array }
        struct Case {
            enum Phase { case subject, pattern, body }
            var phase = Phase.subject
            /// How many parentheses were open when it began.
            var depth: Int
        }
        struct HereDocument {
            var delimiter: [UInt8]
            var quoted: Bool
            var stripsTabs: Bool
        }

        /// The word so far; 0 for what was quoted or expanded.
        var word: [UInt8] = []
        /// The next word can be a command or a keyword.
        var atCommand = true
        var parentheses: [Parenthesis] = []
        var cases: [Case] = []
        var hereDocuments: [HereDocument] = []
        /// Inside `[[`: the first reference in it, and whether it compares numbers.
        var test: (reference: (Template.Reference, Int)?, numeric: Bool)?
        /// After the last thing that is part of a command: no blank, comment, `;`, `&` or line of a here-document.
        var end = (read: 0, written: 0)

        /// In `name[` or, in a list, `[`, where bash evaluates what stands there.
        var isInSubscript: Bool {
            guard let open = self.word.firstIndex(of: UInt8(ascii: "[")), !self.word.contains(UInt8(ascii: "]")) else { return false }
            if open == 0 { return self.parentheses.last == .array }
            return self.word[..<open].allSatisfy(ShellRewriter.isNameByte)
        }
    }

    private static let keepCommandPosition: Set<String> = [
        "if", "then", "else", "elif", "do", "while", "until", "for", "!", "{", "time",
    ]
    private static let numericTests: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R"]

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// Commands to the end, or with `closing` up to the `)` that is not theirs, which is left unread.
    mutating func commands(closing: Bool) throws(Template.ParseError) {
        var frame = Frame()
        while let symbol = self.next() {
            switch symbol {
            case .reference(let reference, let index):
                try self.reference(reference, index, &frame)
                frame.end = self.place
            case .byte(let byte):
                switch byte {
                case UInt8(ascii: ")"):
                    try self.endWord(&frame)
                    defer { frame.end = self.place }
                    if self.closesPattern(&frame) { break }
                    if frame.parentheses.popLast() == nil, closing {
                        self.at -= 1
                        return
                    }
                    frame.atCommand = true
                    self.write(byte)
                case UInt8(ascii: "("):
                    try self.open(&frame)
                    frame.end = self.place
                case UInt8(ascii: "\n"):
                    try self.endWord(&frame)
                    self.write(byte)
                    frame.atCommand = true
                    for document in frame.hereDocuments { try self.hereBody(document) }
                    frame.hereDocuments = []
                case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
                    try self.endWord(&frame)
                    let follows = byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&") && self.output.last == byte
                    self.separator(byte, &frame)
                    // After `&&` or `|` another command has to come.
                    if follows { frame.end = self.place }
                case UInt8(ascii: " "), UInt8(ascii: "\t"):
                    try self.endWord(&frame)
                    self.write(byte)
                case UInt8(ascii: "<"), UInt8(ascii: ">"):
                    try self.endWord(&frame)
                    try self.redirection(byte, &frame)
                    frame.end = self.place
                case UInt8(ascii: "\\") where self.peek() == UInt8(ascii: "\n") || self.at == self.symbols.count:
                    // The line goes on in the next, as if there were no end between them.
                    self.write(byte)
                    if case .byte(let lineFeed)? = self.next() { self.write(lineFeed) }
                case UInt8(ascii: "#") where frame.word.isEmpty && frame.test == nil: self.comment()
                default:
                    try self.wordByte(byte, &frame)
                    frame.end = self.place
                }
            }
        }
        try self.endWord(&frame)
        self.end = frame.end
    }

    private var place: (read: Int, written: Int) { (self.at, self.output.count) }

    private mutating func wordByte(_ byte: UInt8, _ frame: inout Frame) throws(Template.ParseError) {
        frame.word.append(0)
        switch byte {
        case UInt8(ascii: "\\"): self.backslash(in: .none)
        case UInt8(ascii: "'"): self.singleQuoted()
        case UInt8(ascii: "\""): try self.doubleQuoted()
        case UInt8(ascii: "`"): try self.backticks(in: .none)
        case UInt8(ascii: "$"): try self.dollar(in: .none)
        default:
            frame.word[frame.word.count - 1] = byte
            self.write(byte)
        }
    }

    private mutating func reference(
        _ reference: Template.Reference, _ index: Int, _ frame: inout Frame
    ) throws(Template.ParseError) {
        if frame.isInSubscript {
            throw self.refused(
                reference, index, "stands in a subscript, where bash would run commands that a value holds; choose the element with case")
        }
        if frame.test != nil, frame.test?.reference == nil { frame.test?.reference = (reference, index) }
        frame.word.append(0)
        self.write(reference, in: .none)
    }

    private mutating func endWord(_ frame: inout Frame) throws(Template.ParseError) {
        guard !frame.word.isEmpty else { return }
        let word = String(decoding: frame.word, as: UTF8.self)
        frame.word = []
        let atCommand = frame.atCommand
        frame.atCommand = atCommand && Self.keepCommandPosition.contains(word)
        if frame.test != nil {
            if Self.numericTests.contains(word) { frame.test?.numeric = true }
            if word == "]]" {
                if let test = frame.test, test.numeric, let (reference, index) = test.reference {
                    throw self.refused(
                        reference, index,
                        "stands in a [[ ]] that compares numbers, where bash would run commands that a value holds; use [ ]")
                }
                frame.test = nil
            }
            return
        }
        if let last = frame.cases.indices.last, frame.cases[last].depth == frame.parentheses.count {
            switch frame.cases[last].phase {
            case .subject: if word == "in" { frame.cases[last].phase = .pattern }
            case .pattern: if word == "esac" { frame.cases.removeLast() }
            case .body: if word == "esac", atCommand { frame.cases.removeLast() }
            }
        }
        guard atCommand else { return }
        if word == "case" { frame.cases.append(Frame.Case(depth: frame.parentheses.count)) }
        if word == "[[" { frame.test = (nil, false) }
    }

    private mutating func closesPattern(_ frame: inout Frame) -> Bool {
        guard let last = frame.cases.indices.last, frame.cases[last].phase == .pattern,
            frame.cases[last].depth == frame.parentheses.count
        else { return false }
        frame.cases[last].phase = .body
        frame.atCommand = true
        self.write(UInt8(ascii: ")"))
        return true
    }

    /// A `(`, already read.
    private mutating func open(_ frame: inout Frame) throws(Template.ParseError) {
        if frame.atCommand, frame.word.isEmpty, frame.test == nil, self.peek() == UInt8(ascii: "(") {
            self.write("((")
            self.at += 1
            try self.arithmetic(depth: 2, open: UInt8(ascii: "("), close: UInt8(ascii: ")"))
            return
        }
        self.write(UInt8(ascii: "("))
        let array = frame.word.last == UInt8(ascii: "=")
        let beginsPattern =
            frame.word.isEmpty
            && frame.cases.last.map { $0.phase == .pattern && $0.depth == frame.parentheses.count } == true
        try self.endWord(&frame)
        if beginsPattern { return }
        frame.parentheses.append(array ? .array : .group)
        frame.atCommand = !array
    }

    private mutating func separator(_ byte: UInt8, _ frame: inout Frame) {
        self.write(byte)
        frame.atCommand = true
        guard byte == UInt8(ascii: ";"), let following = self.peek(), following == UInt8(ascii: ";") || following == UInt8(ascii: "&"),
            let last = frame.cases.indices.last, frame.cases[last].depth == frame.parentheses.count
        else { return }
        frame.cases[last].phase = .pattern
    }

    /// Up to the end of the line; references in it stay as they were written.
    private mutating func comment() {
        self.write(UInt8(ascii: "#"))
        while self.peek() != UInt8(ascii: "\n"), let symbol = self.next() {
            switch symbol {
            case .byte(let byte): self.write(byte)
            case .reference(let reference, _): self.write("{{\(reference.name)}}")
            }
        }
    }
}
