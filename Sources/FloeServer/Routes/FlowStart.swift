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
        let trigger = try self.trigger(of: flow.flow, named: name)
        let form = trigger.map { flow.flow.form(of: $0) } ?? Form()
        let checked: Values
        switch form.check(values, matches: self.parts.matches) {
        case .success(let values): checked = form.sealing(values, by: self.parts.seal)
        case .failure(let problems): throw Refusal.fields(problems.problems)
        }
        let request = TriggerRequest(
            flow: flow, cause: RunRow.Cause(trigger: trigger?.id ?? "", by: call.by), values: checked, key: try Self.key(of: call))
        return try .reply(try await self.parts.hub.trigger(request))
    }

    /// The trigger that is meant; nil for a flow that has none.
    private func trigger(of flow: Flow, named name: String?) throws -> Trigger? {
        let forms = flow.triggers.filter { $0.kind == .data }
        let names = forms.map(\.id).joined(separator: ", ")
        if let name {
            if let trigger = forms.first(where: { $0.id == name }) { return trigger }
            let other = flow.triggers.first { $0.id == name }
            let what = other.map { "is a \($0.kind.rawValue) trigger, which starts by itself" } ?? "is no trigger of this flow"
            throw Self.wrong("\(what); \(forms.isEmpty ? "it has none that can be started so" : "give one of: \(names)")")
        }
        switch forms.count {
        case 1: return forms[0]
        case 0 where flow.triggers.isEmpty: return nil
        case 0: throw Self.wrong("is not there: the flow '\(flow.id)' starts only by itself, it has no data trigger")
        default: throw Self.wrong("must be named, since the flow has several: \(names)")
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
