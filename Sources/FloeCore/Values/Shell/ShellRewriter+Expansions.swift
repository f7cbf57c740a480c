extension ShellRewriter {
    /// A dollar, already read, and what it begins.
    mutating func dollar(in quotes: Quotes) throws(Template.ParseError) {
        // Before a reference it would join our own dollar.
        if self.referenceAhead { return self.write("\\$") }
        switch self.peek() {
        case UInt8(ascii: "("):
            self.at += 1
            if self.peek() == UInt8(ascii: "(") {
                self.at += 1
                self.write("$((")
                try self.arithmetic(depth: 2, open: UInt8(ascii: "("), close: UInt8(ascii: ")"))
            } else {
                self.write("$(")
                try self.commands(closing: true)
                if self.peek() == UInt8(ascii: ")") {
                    self.at += 1
                    self.write(UInt8(ascii: ")"))
                }
            }
        case UInt8(ascii: "["):
            self.at += 1
            self.write("$[")
            try self.arithmetic(depth: 1, open: UInt8(ascii: "["), close: UInt8(ascii: "]"))
        case UInt8(ascii: "{"): try self.parameter(in: quotes)
        case UInt8(ascii: "'") where quotes == .none: self.ansiQuoted()
        case let byte? where "#?$!@*-".utf8.contains(byte) || (0x30...0x39).contains(byte):
            self.at += 1
            self.write(UInt8(ascii: "$"))
            self.write(byte)
        default: self.write(UInt8(ascii: "$"))
        }
    }

    /// The inside of `((`, `$((` or `$[` up to and with its end, as it is. No reference may stand in it.
    mutating func arithmetic(depth: Int, open: UInt8, close: UInt8) throws(Template.ParseError) {
        var depth = depth
        while let symbol = self.next() {
            switch symbol {
            case .reference(let reference, let index):
                throw self.refused(
                    reference, index, "stands in arithmetic, where bash would run commands that a value holds; use $(expr …)")
            case .byte(UInt8(ascii: "\\")):
                self.write(UInt8(ascii: "\\"))
                if let byte = self.peek() {
                    self.write(byte)
                    self.at += 1
                }
            case .byte(let byte):
                self.write(byte)
                if byte == open { depth += 1 }
                if byte == close {
                    depth -= 1
                    if depth == 0 { return }
                }
            }
        }
    }

    /// After `$` was read: `{…}`, a parameter with or without an operator.
    private mutating func parameter(in quotes: Quotes) throws(Template.ParseError) {
        self.at += 1
        self.write("${")
        if let byte = self.peek(), byte == UInt8(ascii: "!") || byte == UInt8(ascii: "#"),
            let following = self.peek(1), following != UInt8(ascii: "}")
        {
            self.copy(1)
        }
        if let byte = self.peek(), Self.isNameByte(byte) {
            while let byte = self.peek(), Self.isNameByte(byte) { self.copy(1) }
        } else if let byte = self.peek(), "@*#?$!-".utf8.contains(byte) {
            self.copy(1)
        }
        if self.peek() == UInt8(ascii: "[") {
            self.copy(1)
            try self.arithmetic(depth: 1, open: UInt8(ascii: "["), close: UInt8(ascii: "]"))
        }
        guard let sign = self.peek() else { return try self.plainParameter() }
        let following = self.peek(1)
        switch sign {
        case UInt8(ascii: "}"): self.copy(1)
        case UInt8(ascii: ":") where following.map { "-=+?".utf8.contains($0) } == true:
            self.copy(2)
            try self.word(in: quotes)
        case let sign where "-=+?".utf8.contains(sign):
            self.copy(1)
            try self.word(in: quotes)
        case UInt8(ascii: "#"), UInt8(ascii: "%"):
            self.copy(following == sign ? 2 : 1)
            // In a pattern quotes mean what they mean outside of double ones.
            try self.word(in: .none)
        default: try self.plainParameter()
        }
    }

    private mutating func copy(_ count: Int) {
        for _ in 0..<count {
            if case .byte(let byte)? = self.next() { self.write(byte) }
        }
    }

    /// The word after an operator, up to and with the closing brace.
    private mutating func word(in quotes: Quotes) throws(Template.ParseError) {
        while let symbol = self.next() {
            if try self.expansion(symbol, in: quotes) { continue }
            guard case .byte(let byte) = symbol else { continue }
            switch byte {
            case UInt8(ascii: "'") where quotes == .none: self.singleQuoted()
            case UInt8(ascii: "\""): try self.doubleQuoted()
            case UInt8(ascii: "}"): return self.write(byte)
            default: self.write(byte)
            }
        }
    }

    /// What no reference may stand in: names, offsets, replacements.
    private mutating func plainParameter() throws(Template.ParseError) {
        let from = self.at
        let written = self.output.count
        try self.word(in: .none)
        for case .reference(let reference, let index) in self.symbols[from..<self.at] {
            self.output.removeLast(self.output.count - written)
            throw self.refused(
                reference, index,
                "stands in a part of ${…} where no value can be put safely; give it to a variable first (v={{…}}) and use that")
        }
    }
}
