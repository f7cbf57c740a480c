import FloeAPI
import FloeCore
import FloeHub
import HTTPTypes
import HummingbirdCore

/// Starts a flow the way a form or a program does.
struct FlowStart {
    /// Bytes of an `Idempotency-Key`.
    static let longestKey: Int64 = 256

    let parts: ServerParts

    func start(_ flow: FrozenFlow, trigger name: String?, values: Values, call: Call) async throws -> Response {
        let unsupported = self.parts.book.unsupported(flow.flow.key)
        guard unsupported.isEmpty else {
            throw Refusal(.conflict, "the flow '\(flow.flow.id)' needs what this version cannot do: \(unsupported.joined(separator: "; "))")
        }
        let start = try Self.start(of: flow.flow, named: name)
        let checked: Values
        switch start.check(values, matches: self.parts.matches) {
        case .success(let values): checked = start.form.sealing(values, by: self.parts.seal)
        case .failure(let problems): throw Refusal.fields(problems.problems)
        }
        let request = TriggerRequest(
            flow: flow, cause: RunRow.Cause(trigger: start.trigger?.id ?? "", by: call.by), values: checked, key: try Self.key(of: call))
        return try .reply(try await self.parts.hub.trigger(request))
    }

    private static func start(of flow: Flow, named name: String?) throws(Refusal) -> HandStart {
        do {
            return try HandStart(flow, trigger: name)
        } catch {
            switch error {
            case .unknown(_, let known):
                throw Self.wrong("is no trigger of this flow; \(known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")")
            case .several(let names): throw Self.wrong("must be named, since the flow has several: \(names.joined(separator: ", "))")
            }
        }
    }

    private static func wrong(_ message: String) -> Refusal {
        Refusal(.unprocessableContent, "the trigger \(message)", problems: [FieldProblem(field: "trigger", message: message)])
    }

    /// What makes a repeated request give the same run.
    static func key(of call: Call) throws -> String? {
        guard let key = call.headers[.idempotencyKey], !key.isEmpty else { return nil }
        guard key.utf8.count <= Self.longestKey else {
            throw Refusal.badRequest("the Idempotency-Key is longer than \(Self.longestKey) bytes; a UUID is enough")
        }
        return key
    }
}
