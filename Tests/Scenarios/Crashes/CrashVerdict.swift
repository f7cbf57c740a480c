import FloeCore
import FloeTesting
import Glibc

/// Whether what must hold does (section 14 of docs/run-lifecycle.md), once everything has come to its end.
struct CrashVerdict {
    let play: CrashPlay
    private(set) var violations: [String] = []
    /// Histories in whose life the host died.
    private(set) var hit = 0
    private(set) var runs: [Value] = []
    private(set) var attempts = 0
    private var ledger = CrashLedger("")

    init(_ play: CrashPlay) { self.play = play }

    private mutating func must(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds, self.violations.count < 20 { self.violations.append(what()) }
    }

    /// Looks at everything, while the host still runs.
    mutating func judge() async throws {
        try await self.load()
        self.judgeTriggers()
        try await self.judgeTags()
        let host = Unchecked(self.play.host)
        try? await Deadline.until("the end of what tasks left behind", within: .seconds(5)) { host.value.tasks.isEmpty }
        let left = host.value.tasks.map { CrashHost.words(of: $0) }
        self.must(left.isEmpty, "processes outlive their runs: \(left)")
        host.value.killTasks()
        self.ledger = CrashLedger(self.play.host.folder.text("ledger") ?? "")
        for (attempt, count) in self.ledger.starts { self.must(count == 1, "\(attempt) was started \(count) times") }
        var events: [String: [(Int, String)]] = [:]
        for run in self.runs {
            guard let ref = run["ref"].string else { continue }
            events[ref] = try await self.events(of: ref)
            self.judgeEnd(run)
            try await self.judgeAttempts(of: try await self.play.host.client.get("\(WireClient.base)/runs/\(ref)").json)
        }
        try await self.judgeStream(events)
        self.countHit()
    }

    private mutating func load() async throws {
        var after = ""
        while true {
            let page = try await self.play.host.client.get("\(WireClient.base)/runs?state=archive&limit=500\(after)").json
            self.runs += page["runs"].list ?? []
            guard let next = page["next"].string else { return }
            after = "&after=\(next)"
        }
    }

    /// An accepted trigger has exactly one run, one that was turned away none.
    private mutating func judgeTriggers() {
        var found: [String: [String]] = [:]
        for run in self.runs {
            // Children and followers are started with values of their own.
            guard run["startedBy"] != .null || run["started_by"] != .null, let mark = run["values"]["mark"].string,
                run["trigger"] == "start", run["flow"].string == mark.split(separator: "-").first.map(String.init)
            else { continue }
            found[mark, default: []].append(run["ref"].string ?? "")
        }
        for trigger in self.play.triggers {
            let runs = Set(found[trigger.mark] ?? [])
            self.must(
                trigger.accepted.count <= 1, "\(trigger.mark) was accepted as \(trigger.accepted) (key \(trigger.key ?? "none"))")
            self.must(trigger.accepted.isSubset(of: runs), "\(trigger.mark) was accepted as \(trigger.accepted), and there is \(runs)")
            let most = trigger.accepted.isEmpty && !trigger.unanswered ? 0 : 1
            self.must(runs.count <= most, "\(trigger.mark) has the runs \(runs), \(trigger)")
            self.must(trigger.refused == nil, "\(trigger.mark) was refused: \(trigger.refused ?? "")")
        }
    }

    private mutating func judgeEnd(_ run: Value) {
        let ref = run["ref"].string ?? ""
        self.must(run["state"] == "archive" && run["result"].string != nil, "\(ref) has no result: \(run)")
        if run["result"] != "good" { self.must(run["reason"].string?.isEmpty == false, "\(ref) has ended for no reason: \(run)") }
        self.must(run["ended_at"].string != nil, "\(ref) has no end: \(run)")
    }

    /// Ids count from 1 without gaps.
    private mutating func events(of ref: String) async throws -> [(Int, String)] {
        let list = try await self.play.host.client.events(ref).compactMap { event in
            event["id"].int.map { (Int($0), event["tag"].string ?? "") }
        }
        self.must(list.map(\.0) == Array(1..<(list.count + 1)), "\(ref) has the events \(list.map(\.0))")
        self.must(list.last?.1 == "sys.state" && list.dropLast().last?.1 == "sys.end.all", "\(ref) does not end as runs do: \(list)")
        return list
    }

    /// The stream, over all crashes, has told each stored event once and in order, and nothing else.
    private mutating func judgeStream(_ stored: [String: [(Int, String)]]) async throws {
        let tail = self.play.tail
        let all = stored.values.reduce(0) { $0 + $1.count }
        try? await Deadline.until("the end of the stream", within: .seconds(10)) { tail.count >= all }
        for complaint in tail.complaints { self.must(false, complaint) }
        var told: [String: [(Int, String)]] = [:]
        // Who holds a tag is told in the order in which it was decided.
        for heard in tail.heard { told[heard.run, default: []].append((heard.id, heard.tag)) }
        for (ref, events) in stored {
            let heard = told.removeValue(forKey: ref) ?? []
            self.must(
                heard.elementsEqual(events, by: ==),
                "the stream told \(heard.count) events of \(ref), the store has \(events.count): \(heard) \(events)")
        }
        for ref in told.keys where !ref.isEmpty && stored[ref] == nil {
            self.must(false, "the stream told of \(ref), which is not in the store")
        }
    }

    /// What a finished attempt wrote is in its log, once and in order.
    private mutating func judgeAttempts(of run: Value) async throws {
        let (ref, flow) = (run["ref"].string ?? "", run["flow"].string ?? "")
        for node in run["nodes"].list ?? [] {
            let (id, pass) = (node["id"].string ?? "", Int(node["pass"].int ?? 0))
            if node["class"] == "task" {
                let isOver = ["ended", "skipped", "idle"].contains(node["state"].string ?? "")
                self.must(isOver, "\(id).\(pass) of the archived \(ref) is \(node["state"])")
            }
            guard node["type"] == "exec", pass > 0 else { continue }
            var outcomes: [Int: (String, String)] = [:]
            for earlier in node["attempts"].list ?? [] {
                outcomes[Int(earlier["attempt"].int ?? 0)] = (earlier["outcome"].string ?? "", earlier["reason"].string ?? "")
            }
            let last = Int(node["attempt"].int ?? 0)
            if outcomes[last] == nil { outcomes[last] = (node["outcome"].string ?? "", node["reason"].string ?? "") }
            for (number, outcome) in outcomes where number > 0 {
                self.attempts += 1
                let attempt = CrashAttempt(run: ref, node: id, pass: pass, attempt: number)
                let log = self.play.host.folder.text("root/logs/\(flow)/\(ref)/\(id).\(pass).\(number).log") ?? ""
                self.judge(log, of: attempt, outcome.0, outcome.1)
            }
        }
    }

    private mutating func judge(_ log: String, of attempt: CrashAttempt, _ outcome: String, _ reason: String) {
        let starts = self.ledger.starts[attempt] ?? 0
        let ended = self.ledger.ends[attempt]
        if outcome == "good" || outcome == "bad" && reason != "pre" {
            self.must(
                starts == 1 && ended != nil, "\(attempt) is \(outcome) (\(reason)), and says that it was started \(starts) times; \(log)")
        }
        if outcome == "skipped" { self.must(starts == 0, "\(attempt) was skipped and started") }
        let lines = log.split(separator: "\n", omittingEmptySubsequences: false).filter { $0.hasPrefix("@") }
        let wanted = (0..<lines.count).map { "@ \(attempt) \($0) and some more, so that it fills a line" }
        // The last line of what was killed may be cut off.
        let whole = outcome == "good" || outcome == "bad" || log.hasSuffix("\n") ? lines.count : max(0, lines.count - 1)
        self.must(
            lines[..<whole].elementsEqual(wanted[..<whole], by: { $0 == $1 }), "the log of \(attempt) (\(outcome)) is not in order: \(log)")
        // With its keeper goes what that had not written yet; one that was being stopped then is told as cancelled.
        let isLost = outcome == "lost" || outcome == "cancelled" && reason.hasPrefix("the keeper")
        if let ended, !isLost {
            self.must(lines.count == ended, "\(attempt) (\(outcome)) wrote \(ended) lines, and its log has \(lines.count): \(log)")
        }
    }

    /// No tag is held by a run that has ended, and none was ever held by two.
    private mutating func judgeTags() async throws {
        for tag in ["x", "y", "z"] {
            let ref = try await self.play.host.client.trigger("probe-\(tag)")
            let run = try await self.play.host.client.ended(ref)
            self.must(run["result"] == "good", "the tag \(tag) is not free: \(run)")
            self.runs.append(run)
        }
        for tag in ["x", "y", "z"] {
            let wanting = Set(self.play.flows.filter { $0.tags.contains(tag) }.map(\.id))
            let refs = Set(self.runs.filter { wanting.contains($0["flow"].string ?? "") }.compactMap { $0["ref"].string })
            var holder: String?
            for heard in self.play.tail.heard where refs.contains(heard.run) && heard.tag == "sys.state" {
                if heard.state == "activate" {
                    self.must(holder == nil, "\(heard.run) holds \(tag) while \(holder ?? "") does")
                    holder = heard.run
                } else if heard.state == "archive", holder == heard.run {
                    holder = nil
                }
            }
        }
    }

    private mutating func countHit() {
        var hit: Set<String> = []
        for run in self.runs {
            guard let begin = run["adopted_at"].string.flatMap({ Moment(rfc3339: $0) }), let flow = run["flow"].string,
                let end = run["ended_at"].string.flatMap({ Moment(rfc3339: $0) })
            else { continue }
            if self.play.deaths.contains(where: { begin <= $0 && $0 <= end }) { hit.insert(flow) }
        }
        // A trigger that had no answer since the host died met it too.
        self.hit = hit.union(self.play.triggers.filter(\.unanswered).map(\.flow)).count
    }
}

/// For closures that run one at a time.
struct Unchecked<T>: @unchecked Sendable {
    let value: T
    init(_ value: T) { self.value = value }
}
