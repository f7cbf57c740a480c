/// What came of an order.
public struct KeeperResult: Sendable, Hashable {
    public enum End: Int64, Sendable, Hashable {
        /// The command ended by itself.
        case exited = 1
        /// It was asked to end, and nothing of it is left.
        case stopped = 2
        /// A limit was over; the text says which.
        case timedOut = 3
        /// Something could not be run; the text says what and why.
        case failed = 4
        /// The keeper does not know how it ended, and never will; the text says why.
        case lost = 5
    }

    public var end: End
    /// The step that decided it.
    public var role: KeeperPlan.Step.Role
    /// Exit status, where there is one; 128 + N after signal N.
    public var status: Int32?
    public var text: String
    /// What the command reported.
    public var values: [String: String]
    /// What the attempt was given and nobody may see: for a hub that did not start it, and whose secrets may be others by now.
    public var secrets: [String] = []

    public init(
        _ end: End, role: KeeperPlan.Step.Role = .command, status: Int32? = nil, text: String = "", values: [String: String] = [:]
    ) {
        self.end = end
        self.role = role
        self.status = status
        self.text = text
        self.values = values
    }

    var fields: WireFields {
        var fields = WireFields()
        fields.add(1, self.end.rawValue)
        fields.add(2, self.role.rawValue)
        fields.add(3, self.status.map(Int64.init))
        if !self.text.isEmpty { fields.add(4, self.text) }
        for (key, value) in self.values {
            var pair = WireFields()
            pair.add(1, key)
            pair.add(2, value)
            fields.add(5, pair)
        }
        for secret in self.secrets { fields.add(6, secret) }
        return fields
    }

    init(_ fields: WireFields) {
        self.init(.lost, text: "the keeper told its end in a way this version does not know")
        var text = ""
        var isKnown = false
        _ = fields.each { number, bytes in
            switch number {
            case 1:
                if let end = bytes.number.flatMap({ End(rawValue: $0) }) { (self.end, isKnown) = (end, true) }
            case 2: self.role = bytes.number.flatMap { KeeperPlan.Step.Role(rawValue: $0) } ?? .command
            case 3: self.status = bytes.number.map { Int32(truncatingIfNeeded: $0) }
            case 4: text = bytes.text
            case 5:
                var pair = ("", "")
                _ = WireFields(bytes).each { number, bytes in
                    if number == 1 { pair.0 = bytes.text }
                    if number == 2 { pair.1 = bytes.text }
                }
                self.values[pair.0] = pair.1
            case 6: self.secrets.append(bytes.text)
            default: break
            }
        }
        if isKnown { self.text = text }
    }
}
