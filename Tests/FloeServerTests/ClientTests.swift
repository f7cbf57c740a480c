import Testing

@testable import FloeAPI

struct ClientTests {
    @Test(arguments: [
        ("http://h:8080", "http://h:8080", "/build/api"),
        ("https://Floe.Example.org/", "https://floe.example.org", "/build/api"),
        ("h:8080", "http://h:8080", "/build/api"),
        ("http://h/other/api/", "http://h", "/other/api"),
        ("http://[::1]:80?x=1", "http://[::1]:80", "/build/api"),
    ])
    func `an address is read as people write it`(text: String, origin: String, base: String) {
        let address = ServerAddress(text)
        #expect(address?.origin == origin && address?.base == base)
        #expect(address.flatMap { ServerAddress($0.description) } == address)
    }

    @Test(arguments: [
        "", "ftp://h", "http://", "http://me:secret@h", "http://h:99999", "http://h:x", "http://a b", "http://[::1", "http://:80",
    ])
    func `what is no address is not taken`(text: String) { #expect(ServerAddress(text) == nil) }

    @Test func `server-sent events are read whatever pieces they come in`() throws {
        let stream = ":\n\nid: 1.h\ndata: {\"a\":\ndata: 1}\n\nevent: missed\r\ndata: x\r\n\r\n\n"
        let expected: [EventTexts.Event] = [
            .init(name: "message", id: "1.h", data: Array("{\"a\":\n1}".utf8)), .init(name: "missed", data: Array("x".utf8)),
        ]
        for size in 1...stream.utf8.count {
            var texts = EventTexts()
            var events: [EventTexts.Event] = []
            var rest = Array(stream.utf8)[...]
            while !rest.isEmpty {
                let whole = texts.take(rest.prefix(size))
                events += try #require(whole)
                rest = rest.dropFirst(size)
            }
            #expect(events == expected, "in pieces of \(size)")
        }
    }

    @Test func `names are one part of a path, whatever is in them`() {
        #expect(URLText.encode("a/b ü?") == "a%2Fb%20%C3%BC%3F")
        #expect(URLText.encode("..") == "%2E%2E")
        #expect(URLText.query([("a", "1&2"), ("b", nil)]) == "?a=1%262")
    }
}
