import FloeCore

/// Whether each tag that a node listens to or waits for can come.
struct TagCheck {
    let problems: ProblemList
    let draft: DraftFlow
    private let nodes: [String: DraftNode]

    init(problems: ProblemList, draft: DraftFlow) {
        self.problems = problems
        self.draft = draft
        self.nodes = Dictionary(draft.nodes.map { ($0.node.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func check() {
        for node in self.draft.nodes where !node.node.hidden && !self.problems.isFull {
            if !node.isMerge, node.tags.isEmpty, !node.fields.has("listen"), !(node.fields.items("depends-on")?.isEmpty == false) {
                self.problems.error(
                    at: node.fields.place, "nothing starts the task '\(node.node.id)'",
                    "give it 'listen', such as listen: trigger.good, or 'depends-on'")
            }
            let key = node.isMerge ? "wait" : "listen"
            for tag in node.tags {
                if node.isEnd, tag.text.hasPrefix("task."), tag.text.hasSuffix(".cancelled") {
                    self.problems.error(
                        at: tag.place, "an end cannot listen to a cancelled task: the run is at its end by then",
                        "put an exec task there, for clean-up")
                    continue
                }
                guard let (why, remedy) = self.fault(of: tag.text) else { continue }
                self.problems.error(at: tag.place, "'\(key)' names '\(tag.text.shown)', \(why)", remedy)
            }
        }
    }

    /// Why nothing emits the tag, and what to write; nil when something does, or may.
    private func fault(of tag: String) -> (String, String)? {
        if tag == "trigger.good" { return nil }
        let words = tag.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let remedy = { (otherwise: String) in
            let hint = Suggestion.hint(for: tag, among: ["trigger.good"] + self.draft.nodes.flatMap(Self.likely))
            return hint.isEmpty ? otherwise : "listen to a tag that there is\(hint)"
        }
        guard words.count == 3, words[0] == "task" || words[0] == "merge" else {
            return ("which is no tag", remedy("use trigger.good, task.ID.good, .bad, .error, .cancelled or merge.ID.good"))
        }
        guard let node = self.nodes[words[1]] else {
            if self.draft.claimed.contains(words[1]) { return nil }
            let ids = self.draft.nodes.map(\.node.id)
            let hint = Suggestion.nearest(to: words[1], among: ids).flatMap { self.nodes[$0] }.map {
                " (did you mean '\($0.isMerge ? "merge" : "task").\($0.node.id).\(words[2])'?)"
            }
            return ("and there is no \(words[0]) '\(words[1].shown)'", "name the id of a task or a merge\(hint ?? "")")
        }
        if node.isMerge != (words[0] == "merge") {
            let right = node.isMerge ? "merge" : "task"
            return ("and '\(words[1])' is a \(right)", "write '\(right).\(words[1]).good'")
        }
        if node.isMerge { return words[2] == "good" ? nil : ("and a merge only emits good", "write 'merge.\(words[1]).good'") }
        if node.isEnd { return ("and '\(words[1])' is an end, which emits nothing", "listen to what comes before it") }
        if Self.emits(node, words[2]) { return nil }
        return Self.fault(of: words[2], by: node)
    }

    private static func fault(of word: String, by node: DraftNode) -> (String, String) {
        let id = node.node.id
        if ScalarForms.whole(word) != nil {
            if node.isExecuting, !node.node.useStatus {
                return ("and '\(id)' emits good or bad, no status", "give '\(id)' use-status: true")
            }
            if node.isExecuting { return ("and a status is 0 to 255", "write 'task.\(id).0'") }
        }
        if node.node.ignoreFail, word == "error" || word == "bad" {
            return ("and '\(id)' turns it into good (ignore-fail)", "listen to 'task.\(id).good'")
        }
        let words = Self.words(of: node)
        let hint = Suggestion.nearest(to: word, among: words).map { " (did you mean 'task.\(id).\($0)'?)" } ?? ""
        return ("and '\(id)' never emits '\(word.shown)'", "it emits \(words.joined(separator: ", "))\(hint)")
    }

    /// What a node ends its tag with, statuses aside.
    private static func words(of draft: DraftNode) -> [String] {
        switch draft.node.kind {
        case .merge: return ["good"]
        case .end: return []
        case .executing: return draft.node.ignoreFail ? ["good", "bad", "cancelled"] : ["good", "bad", "error", "cancelled"]
        case .flow: return draft.node.ignoreFail ? ["good", "cancelled"] : ["good", "bad", "error", "cancelled"]
        case .timer(let wait):
            // A template that names nothing ends it bad.
            return wait.until?.contains("{{") ?? false && !draft.node.ignoreFail ? ["good", "bad", "cancelled"] : ["good", "cancelled"]
        case .data(let request):
            let templates =
                request.form.title.contains("{{")
                || request.form.fields.contains { $0.prompt.contains("{{") || ($0.value?.string ?? "").contains("{{") }
            let bad = request.goodWhen != nil || draft.node.timeout != nil || templates
            return bad && !draft.node.ignoreFail ? ["good", "bad", "cancelled"] : ["good", "cancelled"]
        }
    }

    private static func emits(_ draft: DraftNode, _ word: String) -> Bool {
        if self.words(of: draft).contains(word) { return true }
        guard draft.isExecuting, draft.node.useStatus, word.first != "0" || word == "0" else { return false }
        return ScalarForms.whole(word).map { $0 <= 255 } ?? false
    }

    private static func likely(_ draft: DraftNode) -> [String] {
        Self.words(of: draft).map { "\(draft.isMerge ? "merge" : "task").\(draft.node.id).\($0)" }
    }
}
