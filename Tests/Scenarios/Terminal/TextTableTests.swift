import Testing

@testable import Floe

struct TextTableTests {
    private static func table() -> TextTable {
        var table = TextTable([.init("RUN"), .init("AGE", rank: 2, isNumber: true), .init("EMPTY"), .init("WHY", rank: 1, isText: true)])
        table.rows.append([.init("h1-1"), .init("3 m ago"), .init(""), .init("waits for the tag 'database', held by h1-7")])
        table.rows.append([.init("h1-100"), .init("now"), .init(""), .init("")])
        return table
    }

    @Test func `columns are as wide as they need, and those where nothing is said are left out`() {
        #expect(
            Self.table().text(width: nil, paint: .plain) == """
                RUN         AGE  WHY
                h1-1    3 m ago  waits for the tag 'database', held by h1-7
                h1-100      now
                """)
    }

    @Test(arguments: [10, 20, 40, 41, 60, 80])
    func `a table fits where it is shown`(width: Int) {
        let text = Self.table().text(width: width, paint: .plain)
        for line in text.split(separator: "\n") { #expect(TextWidth.of(String(line)) <= width, "\(text)") }
        #expect(text.contains("h1-100"))
    }

    @Test func `widths are counted as terminals do`() {
        #expect(TextWidth.of("e\u{301}") == 1)
        #expect(TextWidth.of("漢字") == 4)
        #expect(TextWidth.cut("漢字漢字", to: 5) == "漢字…")
        #expect(TextWidth.cut("abc", to: 3) == "abc")
        #expect(TextWidth.tame("a\u{1B}[31mb\nc") == "a [31mb c")
    }
}
