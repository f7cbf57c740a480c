/// What a keeper tells a hub.
enum KeeperMessage: Sendable {
    /// The first; what it holds follows, and then `ready`.
    case hello(KeeperVersion, instance: String, process: Int64)
    /// It holds an order that has not ended.
    case holds(String)
    case ready
    /// An order is taken; its first process runs. Also told of orders it had before.
    case started(String, process: Int64, since: Int64)
    case ended(String, KeeperResult)
    /// What an order wrote cannot be stored, for the reason given; it stands still until it can.
    case held(String, String)
    /// It could.
    case goesOn(String)
    /// It does not serve this hub.
    case refused(String)
    /// A kind of a later version.
    case unknown

    var frame: [UInt8] {
        var fields = WireFields()
        switch self {
        case .hello(let version, let instance, let process):
            fields.add(1, version.newest)
            fields.add(2, version.oldest)
            fields.add(3, instance)
            fields.add(4, process)
            return WireFrames.frame(65, fields)
        case .holds(let id):
            fields.add(1, id)
            return WireFrames.frame(66, fields)
        case .ready: return WireFrames.frame(67, fields)
        case .started(let id, let process, let since):
            fields.add(1, id)
            fields.add(2, process)
            fields.add(4, since)
            return WireFrames.frame(68, fields)
        case .ended(let id, let result):
            fields.add(1, id)
            fields.add(3, result.fields)
            return WireFrames.frame(69, fields)
        case .refused(let text):
            fields.add(1, text)
            return WireFrames.frame(70, fields)
        case .held(let id, let text):
            fields.add(1, id)
            fields.add(2, text)
            return WireFrames.frame(71, fields)
        case .goesOn(let id):
            fields.add(1, id)
            return WireFrames.frame(72, fields)
        case .unknown: return WireFrames.frame(0, fields)
        }
    }

    init(kind: UInt8, _ fields: WireFields) {
        var parts: [UInt8: ArraySlice<UInt8>] = [:]
        _ = fields.each { parts[$0] = $1 }
        func number(_ field: UInt8) -> Int64 { parts[field]?.number ?? 0 }
        let first = parts[1]?.text ?? ""
        switch kind {
        case 65:
            self = .hello(
                KeeperVersion(newest: number(1), oldest: number(2)), instance: parts[3]?.text ?? "", process: number(4))
        case 66: self = .holds(first)
        case 67: self = .ready
        case 68: self = .started(first, process: number(2), since: number(4))
        case 69: self = .ended(first, KeeperResult(WireFields(parts[3] ?? [])))
        case 70: self = .refused(first)
        case 71: self = .held(first, parts[2]?.text ?? "")
        case 72: self = .goesOn(first)
        default: self = .unknown
        }
    }
}
