import FloeCore
import FoundationEssentials
import Testing

@testable import FloeStore

@Suite struct ValueTextTests {
    @Test func `values come back as they were, doubles as doubles`() throws {
        let values: [Value] = [
            .null, true, false, 0, .int(.max), .int(.min), .double(0), .double(-0.0), .double(2), .double(0.1),
            .double(.leastNonzeroMagnitude), .double(.greatestFiniteMagnitude),
            .string(""), .string(Samples.text), .string("\u{0}\u{7f}\u{10FFFF}"), .list([]), .map([:]), .map(Samples.values),
        ]
        for value in values { #expect(try ValueReader.read(ValueWriter.text(value)) == value) }
    }

    @Test func `what is written is JSON to others too`() throws {
        let text = ValueWriter.text(.map(["a": .string(Samples.text), "b": .list([1, .null, .double(0.5)])]))
        let read = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        #expect(read == .map(["a": .string(Samples.text), "b": .list([1, .null, .double(0.5)])]))
    }

    @Test func `a number JSON has no word for is null`() {
        #expect(ValueWriter.text(.list([.double(.infinity), .double(.nan)])) == "[null,null]")
    }

    @Test func `JSON of others is read`() throws {
        let text = " { \"a\" : [ 1 , -2.5E+3, \"\\u00e9\\uD83D\\uDE84\\/\\b\\f\\r\" ] , \"b\":null } "
        #expect(try ValueReader.read(text) == .map(["a": .list([1, .double(-2500), "é🚄/\u{8}\u{c}\r"]), "b": .null]))
        #expect(try ValueReader.read("9223372036854775808") == .double(9223372036854775808))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "\"\\", "\"\\u12", "\"\\x\"", "nul", "tru", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "1 2", "-", "1e", "]",
        "[1}",
    ])
    func `what is no JSON is refused`(_ text: String) {
        #expect(throws: ValueReader.Malformed.self) { try ValueReader.read(text) }
    }

    @Test func `depth is bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: ValueReader.Malformed.self) { try ValueReader.read(deep) }
    }
}
