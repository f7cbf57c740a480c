/// What a hub tells a keeper.
enum HubMessage: Sendable {
    case hello(KeeperVersion)
    case start(KeeperPlan)
    case stop(String)
    /// What came of it is stored; nothing need be kept.
    case forget(String)
    /// The order runs in the hub itself: it ends with it, and so does what has the mark in its environment.
    case claim(String, mark: String)
    /// What orders of the run left behind can go; the mark is how the environment entries of all of them begin.
    case runEnded(String, mark: String)
    /// The runs that have not ended: what orders of others left behind can go.
    case live([String])
    /// Until when tasks of runs that hold tags of a cluster may go on, by the clock of both; see `KeeperLease`.
    case lease(until: Int64)
    /// A kind of a later version.
    case unknown

    var frame: [UInt8] {
        var fields = WireFields()
        switch self {
        case .hello(let version):
            fields.add(1, version.newest)
            fields.add(2, version.oldest)
            return WireFrames.frame(1, fields)
        case .start(let plan): return WireFrames.frame(2, plan.fields)
        case .stop(let id):
            fields.add(1, id)
            return WireFrames.frame(3, fields)
        case .forget(let id):
            fields.add(1, id)
            return WireFrames.frame(4, fields)
        case .claim(let id, let mark):
            fields.add(1, id)
            fields.add(2, mark)
            return WireFrames.frame(5, fields)
        case .runEnded(let run, let mark):
            fields.add(1, run)
            fields.add(2, mark)
            return WireFrames.frame(6, fields)
        case .live(let runs):
            for run in runs { fields.add(1, run) }
            return WireFrames.frame(7, fields)
        case .lease(let until):
            fields.add(1, until)
            return WireFrames.frame(8, fields)
        case .unknown: return WireFrames.frame(0, fields)
        }
    }

    init(kind: UInt8, _ fields: WireFields) {
        var texts: [UInt8: String] = [:]
        var version = KeeperVersion(newest: 0, oldest: 0)
        var runs: [String] = []
        var until: Int64 = 0
        if kind == 2 {
            self = .start(KeeperPlan(fields))
            return
        }
        _ = fields.each { number, bytes in
            switch (kind, number) {
            case (1, 1): version.newest = bytes.number ?? 0
            case (1, 2): version.oldest = bytes.number ?? 0
            case (7, 1): runs.append(bytes.text)
            case (8, 1): until = bytes.number ?? 0
            default: texts[number] = bytes.text
            }
        }
        let first = texts[1] ?? ""
        switch kind {
        case 1: self = .hello(version)
        case 3: self = .stop(first)
        case 4: self = .forget(first)
        case 5: self = .claim(first, mark: texts[2] ?? "")
        case 6: self = .runEnded(first, mark: texts[2] ?? "")
        case 7: self = .live(runs)
        case 8: self = .lease(until: until)
        default: self = .unknown
        }
    }
}
