import FloeAPI
import FloeCore

extension APIClient {
    /// Asks about a flow; of one there is not, tells which may have been meant.
    func namedFlow<Result>(_ name: String, _ ask: (APIClient, String) async throws -> Result) async throws -> Result {
        do {
            return try await ask(self, name)
        } catch let failure as APIFailure where failure.status == 404 {
            let known = try await self.flows().flows.map(\.id)
            let hint = Suggestion.hint(for: name, among: known)
            let rest = known.isEmpty ? "; it has none" : known.count <= 12 ? "; it has \(known.joined(separator: ", "))" : ""
            throw CommandFailure("\(self.address) has no flow '\(name)'\(hint.isEmpty ? rest : hint)", .usage)
        }
    }
}
