extension ShellRewriter {
    /// After the opening quote was read: up to and with the closing one. A reference closes and reopens them.
    mutating func singleQuoted() {
        self.write(UInt8(ascii: "'"))
        while let symbol = self.next() {
            switch symbol {
            case .byte(let byte):
                self.write(byte)
                if byte == UInt8(ascii: "'") { return }
            case .reference(let reference, _):
                self.write(UInt8(ascii: "'"))
                self.write(reference, in: .none)
                self.write(UInt8(ascii: "'"))
            }
        }
    }

    /// After `$` was read, at the quote: `$'…'`.
    mutating func ansiQuoted() {
        self.at += 1
        self.write("$'")
        while let symbol = self.next() {
            switch symbol {
            case .byte(UInt8(ascii: "\\")): self.backslash(in: .double)
            case .byte(let byte):
                self.write(byte)
                if byte == UInt8(ascii: "'") { return }
            case .reference(let reference, _):
                self.write(UInt8(ascii: "'"))
                self.write(reference, in: .none)
                self.write("$'")
            }
        }
    }

    /// After the opening quote was read: up to and with the closing one.
    mutating func doubleQuoted() throws(Template.ParseError) {
        self.write(UInt8(ascii: "\""))
        while let symbol = self.next() {
            if try self.expansion(symbol, in: .double) { continue }
            if case .byte(let byte) = symbol {
                self.write(byte)
                if byte == UInt8(ascii: "\"") { return }
            }
        }
    }

    /// What is the same in and out of double quotes; false when the symbol is none of it.
    mutating func expansion(_ symbol: Symbol, in quotes: Quotes) throws(Template.ParseError) -> Bool {
        switch symbol {
        case .reference(let reference, _): self.write(reference, in: quotes)
        case .byte(UInt8(ascii: "\\")): self.backslash(in: quotes)
        case .byte(UInt8(ascii: "`")): try self.backticks(in: quotes)
        case .byte(UInt8(ascii: "$")): try self.dollar(in: quotes)
        default: return false
        }
        return true
    }

    /// After the opening one was read: commands in which a backslash that stands before `` ` ``, `\` or `$` is taken away first.
    mutating func backticks(in quotes: Quotes) throws(Template.ParseError) {
        var inner: [Symbol] = []
        var closed = false
        while let symbol = self.next() {
            if case .byte(UInt8(ascii: "`")) = symbol {
                closed = true
                break
            }
            if case .byte(UInt8(ascii: "\\")) = symbol, let escaped = self.peek() {
                let unescapes =
                    escaped == UInt8(ascii: "`") || escaped == UInt8(ascii: "\\") || escaped == UInt8(ascii: "$")
                    || (escaped == UInt8(ascii: "\"") && quotes == .double)
                if !unescapes { inner.append(symbol) }
                inner.append(.byte(escaped))
                self.at += 1
                continue
            }
            inner.append(symbol)
        }
        let written = try self.within(inner) { rewriter throws(Template.ParseError) in try rewriter.commands(closing: false) }
        self.write(UInt8(ascii: "`"))
        for byte in written {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "`") { self.write(UInt8(ascii: "\\")) }
            self.write(byte)
        }
        if closed { self.write(UInt8(ascii: "`")) }
    }
}
