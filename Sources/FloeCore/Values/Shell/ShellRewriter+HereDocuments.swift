extension ShellRewriter {
    /// A `<` or `>`, already read, and what belongs to it.
    mutating func redirection(_ byte: UInt8, _ frame: inout Frame) throws(Template.ParseError) {
        self.write(byte)
        guard byte == UInt8(ascii: "<"), self.peek() == byte, frame.test == nil else { return }
        self.at += 1
        self.write(byte)
        if self.peek() == byte {
            // A here-string: its word is like any other.
            self.at += 1
            self.write(byte)
            return
        }
        var document = Frame.HereDocument(delimiter: [], quoted: false, stripsTabs: false)
        if self.peek() == UInt8(ascii: "-") {
            self.at += 1
            self.write(UInt8(ascii: "-"))
            document.stripsTabs = true
        }
        while let blank = self.peek(), blank == UInt8(ascii: " ") || blank == UInt8(ascii: "\t") {
            self.at += 1
            self.write(blank)
        }
        try self.delimiter(&document)
        frame.hereDocuments.append(document)
    }

    private mutating func delimiter(_ document: inout Frame.HereDocument) throws(Template.ParseError) {
        var quote: UInt8?
        while self.at < self.symbols.count {
            guard let byte = self.peek() else {
                guard case .reference(let reference, let index) = self.symbols[self.at] else { return }
                throw self.refused(reference, index, "stands in the delimiter of a here-document; write a fixed word there")
            }
            if quote == nil, "\n \t;&|<>()".utf8.contains(byte) { return }
            self.at += 1
            self.write(byte)
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
                document.quoted = true
            } else if quote == nil, byte == UInt8(ascii: "\\") {
                document.quoted = true
                if let escaped = self.peek() {
                    self.at += 1
                    self.write(escaped)
                    document.delimiter.append(escaped)
                }
            } else {
                document.delimiter.append(byte)
            }
        }
    }

    /// The lines of a here-document and its delimiter, from the start of a line on.
    mutating func hereBody(_ document: Frame.HereDocument) throws(Template.ParseError) {
        let start = self.at
        var end = self.at
        while end < self.symbols.count, !self.isDelimiter(document, at: end) {
            while end < self.symbols.count, !self.isLineFeed(end) { end += 1 }
            end = min(end + 1, self.symbols.count)
        }
        let body = Array(self.symbols[start..<end])
        self.at = end
        let quoted = document.quoted
        self.output += try self.within(body) { rewriter throws(Template.ParseError) in
            while let symbol = rewriter.next() {
                if quoted, case .reference(let reference, let index) = symbol {
                    throw rewriter.refused(
                        reference, index, "stands in a here-document whose delimiter is quoted, where nothing is replaced; unquote it")
                }
                if !quoted, try rewriter.expansion(symbol, in: .double) { continue }
                if case .byte(let byte) = symbol { rewriter.write(byte) }
            }
        }
        // The line of the delimiter; its line feed ends the line as any other does.
        while self.at < self.symbols.count {
            guard let byte = self.peek() else { break }
            self.at += 1
            self.write(byte)
            if byte == UInt8(ascii: "\n") { break }
        }
    }

    private func isLineFeed(_ index: Int) -> Bool {
        if case .byte(UInt8(ascii: "\n")) = self.symbols[index] { true } else { false }
    }

    private func isDelimiter(_ document: Frame.HereDocument, at start: Int) -> Bool {
        var index = start
        if document.stripsTabs {
            while index < self.symbols.count, case .byte(UInt8(ascii: "\t")) = self.symbols[index] { index += 1 }
        }
        for wanted in document.delimiter {
            guard index < self.symbols.count, case .byte(let byte) = self.symbols[index], byte == wanted else { return false }
            index += 1
        }
        return index == self.symbols.count || self.isLineFeed(index)
    }
}
