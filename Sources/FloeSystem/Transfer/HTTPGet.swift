internal import CCurl

/// One GET by libcurl, without following redirects. Blocks, and ends soon after its task is cancelled.
struct HTTPGet {
    var url: String
    /// `Name: value`
    var fields: [String] = []
    var proxies: ProxySettings
    var connectTimeout: Duration
    /// Without a byte for so long the server counts as gone.
    var stall: Duration

    /// The head of an answer.
    struct Head {
        var status = 0
        /// By name in lower case.
        var fields: [String: String] = [:]
    }

    /// How it ended.
    struct End {
        var code: CURLcode
        var head: Head
        /// Where a redirect leads, absolute.
        var redirect: String?
        /// What libcurl says of a failure.
        var text: String

        var isGood: Bool { self.code == CURLE_OK }
        var isCancelled: Bool { self.code == CURLE_ABORTED_BY_CALLBACK }
    }

    /// Gives the bytes of the body to `take` as they come, with the head; it answers whether to go on.
    func run(_ take: @escaping (Head, UnsafeRawBufferPointer) -> Bool) -> End {
        if let problem = floe_curl_load() {
            return End(code: CURLE_FAILED_INIT, head: Head(), redirect: nil, text: String(cString: problem))
        }
        guard let handle = curl_easy_init() else {
            return End(code: CURLE_FAILED_INIT, head: Head(), redirect: nil, text: "libcurl could not be started")
        }
        defer { curl_easy_cleanup(handle) }
        let receiver = Receiver(take)
        let context = Unmanaged.passUnretained(receiver).toOpaque()
        var list: UnsafeMutablePointer<curl_slist>?
        for field in self.fields { list = curl_slist_append(list, field) ?? list }
        defer { curl_slist_free_all(list) }
        var said = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        return said.withUnsafeMutableBufferPointer { said in
            self.set(handle, context, list)
            _ = floe_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, said.baseAddress)
            let code = withExtendedLifetime(receiver) { curl_easy_perform(handle) }
            var redirect: UnsafePointer<CChar>?
            _ = floe_curl_get_text(handle, CURLINFO_REDIRECT_URL, &redirect)
            let own = said.baseAddress.map { String(cString: $0) } ?? ""
            return End(
                code: code, head: receiver.head, redirect: redirect.map { String(cString: $0) },
                text: own.isEmpty ? String(cString: curl_easy_strerror(code)) : own)
        }
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer, _ list: UnsafeMutablePointer<curl_slist>?) {
        _ = floe_curl_set_text(handle, CURLOPT_URL, self.url)
        _ = floe_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = floe_curl_set_text(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        _ = floe_curl_set_text(handle, CURLOPT_USERAGENT, "floe")
        _ = floe_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
        // Set even when empty: libcurl would else look into the environment of this process.
        _ = floe_curl_set_text(handle, CURLOPT_PROXY, self.proxies.proxy(for: self.url))
        _ = floe_curl_set_text(handle, CURLOPT_NOPROXY, self.proxies.except)
        // Signals for time limits would hit any thread.
        _ = floe_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = floe_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(self.connectTimeout / .milliseconds(1))))
        _ = floe_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        _ = floe_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, Int(self.stall / .seconds(1))))
        _ = floe_curl_set_long(handle, CURLOPT_BUFFERSIZE, 512 << 10)
        _ = floe_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        _ = floe_curl_set_progress(handle) { _, _, _, _, _ in Task.isCancelled ? 1 : 0 }
        _ = floe_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        _ = floe_curl_set_data(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            if let receiver = Receiver.at(context) {
                receiver.hear(String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self))
            }
            return size * count
        }
        _ = floe_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        _ = floe_curl_set_data(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let receiver = Receiver.at(context) else { return 0 }
            return receiver.take(receiver.head, UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
        }
    }
}

extension HTTPGet {
    /// Reached from libcurl's callbacks, on the thread of the transfer.
    private final class Receiver {
        var head = Head()
        let take: (Head, UnsafeRawBufferPointer) -> Bool

        init(_ take: @escaping (Head, UnsafeRawBufferPointer) -> Bool) { self.take = take }

        static func at(_ context: UnsafeMutableRawPointer?) -> Receiver? {
            context.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
        }

        func hear(_ line: String) {
            if line.hasPrefix("HTTP/") {
                // Also after a "100 Continue" or a proxy's own answer.
                self.head = Head(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
            } else if let colon = line.firstIndex(of: ":"), self.head.fields.count < 200 {
                let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                self.head.fields[line[..<colon].lowercased()] = String(value.prefix { !$0.isNewline })
            }
        }
    }
}
