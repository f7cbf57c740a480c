/// The proxies an environment names, by the rules of curl: `http_proxy` counts in lower case only, since a CGI server sets `HTTP_PROXY`.
struct ProxySettings: Sendable, Hashable {
    private let environment: [String: String]

    init(_ environment: [String: String]) { self.environment = environment }

    /// Empty for none.
    func proxy(for url: String) -> String {
        let names = url.lowercased().hasPrefix("https:") ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        return self.first(names + ["all_proxy", "ALL_PROXY"])
    }

    /// Hosts that are asked without a proxy.
    var except: String { self.first(["no_proxy", "NO_PROXY"]) }

    private func first(_ names: [String]) -> String {
        names.lazy.compactMap { self.environment[$0] }.first { !$0.isEmpty } ?? ""
    }
}
