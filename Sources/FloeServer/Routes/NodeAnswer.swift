import FloeAPI
import FloeCore
import FloeHub
import HTTPTypes
import HummingbirdCore

/// Answers a data node that waits.
struct NodeAnswer {
    let parts: ServerParts

    func answer(_ ref: RunRef, node id: String, pass: Int?, values: Values, call: Call) async throws -> Response {
        let run = try await self.parts.run(ref)
        guard let at = run.flow.compiled.index[id] else {
            throw Refusal.notFound("the run \(ref) has no node '\(id)'")
        }
        let node = run.flow.flow.nodes[at]
        guard case .data(let request) = node.kind else {
            throw Refusal(.conflict, "'\(id)' is no data node; only those take answers")
        }
        let key = try FlowStart.key(of: call)
        if let key, Self.isKnown(key, of: id, in: run) { return try .reply(.accepted(ref)) }
        let passes = run.passes.filter { $0.key.node == id && $0.key.instance.isEmpty }
        guard let waiting = passes.last(where: { $0.state == .waiting }) else {
            throw Refusal(.conflict, Self.state(of: id, in: run, passes))
        }
        let form = AskedForms(run).form(of: node, waiting) ?? request.form
        let checked: Values
        switch form.check(values, matches: self.parts.matches) {
        case .success(let values): checked = form.sealing(values, by: self.parts.seal)
        case .failure(let problems): throw Refusal.fields(problems.problems)
        }
        let good = request.goodWhen.map { checked[$0] == .bool(true) } ?? true
        // The pass that was looked at is the one that is answered.
        let answer = AnswerRequest(
            run: ref, node: id, pass: pass ?? waiting.key.pass, good: good, values: checked, by: call.by, key: key)
        let reply = try await self.parts.hub.submit { .answer(answer, $0) }
        // The same answer may have come in between and ended the run, which the hub then knows no more.
        if case .conflict = reply, let key, Self.isKnown(key, of: id, in: try await self.parts.run(ref)) {
            return try .reply(.accepted(ref))
        }
        return try .reply(reply)
    }

    /// Whether an answer with this key was taken.
    private static func isKnown(_ key: String, of node: String, in run: StoredRun) -> Bool {
        run.passes.contains { $0.key.node == node && $0.answerKey == key }
    }

    /// Why the node takes no answer now.
    private static func state(of id: String, in run: StoredRun, _ passes: [PassRow]) -> String {
        if !run.row.isLive { return "the run \(run.row.ref) is over (\(run.row.result?.rawValue ?? "ended")); '\(id)' takes no answer" }
        if run.row.ending != nil { return "the run \(run.row.ref) is ending; '\(id)' takes no answer any more" }
        guard let last = passes.last else { return "'\(id)' has not begun yet; it takes an answer only while it waits" }
        if last.state == .ended {
            return "'\(id)' was answered\(last.by.isEmpty ? "" : " by \(last.by)") already (\(last.outcome?.rawValue ?? "ended"))"
        }
        return "'\(id)' does not wait yet; it is \(run.row.paused ? "paused" : last.state.rawValue)"
    }
}
