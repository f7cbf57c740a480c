import FloeAPI
import FloeCore
import FoundationEssentials

/// What a server answered.
struct Answer: Sendable {
    var status = 0
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: self.body, as: UTF8.self) }

    func json<T: Decodable>(_ type: T.Type) throws -> T { try FloeJSON.decode(type, from: Data(self.body)) }

    /// The body as plain JSON, keys as they were sent.
    var values: Values { get throws { try JSONDecoder().decode(Values.self, from: Data(self.body)) } }

    /// Takes one answer, with its body, from the front of the bytes; nil while it is not whole.
    static func take(_ bytes: inout [UInt8], bodyless: Bool = false) -> Answer? {
        guard let head = Self.takeHead(bytes) else { return nil }
        var answer = head.answer
        let rest = bytes[head.end...]
        if bodyless || answer.status == 204 || answer.status == 304 || answer.status / 100 == 1 {
            bytes.removeFirst(head.end)
            return answer
        }
        if answer.headers["transfer-encoding"] == "chunked" {
            guard let (body, end) = Self.chunks(Array(rest)) else { return nil }
            answer.body = body
            bytes.removeFirst(head.end + end)
            return answer
        }
        let length = answer.headers["content-length"].flatMap { Int($0) } ?? 0
        guard rest.count >= length else { return nil }
        answer.body = Array(rest.prefix(length))
        bytes.removeFirst(head.end + length)
        return answer
    }

    static func takeHead(_ bytes: [UInt8]) -> (answer: Answer, end: Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        var answer = Answer()
        for (at, line) in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").enumerated() {
            if at == 0 {
                answer.status = Int(line.split(separator: " ")[1]) ?? 0
            } else {
                let parts = line.split(separator: ":", maxSplits: 1)
                answer.headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
            }
        }
        return (answer, end.upperBound)
    }

    private static func chunks(_ bytes: [UInt8]) -> (body: [UInt8], end: Int)? {
        var body: [UInt8] = []
        var at = 0
        while let line = bytes[at...].firstRange(of: Array("\r\n".utf8)) {
            guard let size = Int(String(decoding: bytes[at..<line.lowerBound], as: UTF8.self), radix: 16) else { return nil }
            guard bytes.count >= line.upperBound + size + 2 else { return nil }
            if size == 0 { return (body, line.upperBound + 2) }
            body += bytes[line.upperBound..<(line.upperBound + size)]
            at = line.upperBound + size + 2
        }
        return nil
    }
}
