public import FloeCore

/// Pages of runs, the youngest first, each asked for when the one before it was taken.
///
/// `Page` is `RunList`, or `Value` for a page as the server wrote it.
public struct RunPages<Page: Decodable & Sendable>: AsyncSequence {
    public typealias Element = Page
    /// The most the server gives at once.
    private static var largest: Int { 500 }

    let client: APIClient
    let search: RunSearch
    /// Most runs in all.
    let limit: Int
    /// How many runs a page has, and where the next begins.
    let read: @Sendable (Page) -> (count: Int, next: String?)

    public func makeAsyncIterator() -> Iterator { Iterator(pages: self, left: self.limit) }

    public struct Iterator: AsyncIteratorProtocol {
        let pages: RunPages
        var left: Int
        var after: String?
        var done = false

        public mutating func next() async throws -> Page? {
            guard !self.done, self.left > 0 else { return nil }
            let path = self.pages.search.path(limit: Swift.min(self.left, RunPages.largest), after: self.after)
            let page = try await self.pages.client.get(Page.self, path)
            let (count, next) = self.pages.read(page)
            self.left -= count
            self.after = next
            self.done = next == nil || count == 0
            return page
        }
    }
}

extension APIClient {
    /// Runs in pages, at most so many in all.
    public func runs(_ search: RunSearch, limit: Int) -> RunPages<RunList> {
        RunPages(client: self, search: search, limit: limit) { ($0.runs.count, $0.next?.description) }
    }

    /// The same as the server wrote them.
    public func rawRuns(_ search: RunSearch, limit: Int) -> RunPages<Value> {
        RunPages(client: self, search: search, limit: limit) { page in
            (page.map?["runs"]?.list?.count ?? 0, page.map?["next"]?.string)
        }
    }
}
