/// What is to happen at a failpoint: `NAME[:NTH][:ACTION]`.
struct FailpointPlan: Sendable, Hashable {
    enum Action: String, Sendable, Hashable, CaseIterable {
        /// The process gets SIGKILL.
        case kill
        /// Half of what is to be written is, and then the process gets SIGKILL.
        case short
        /// The write fails, the disk being full.
        case enospc
        /// The write fails, the disk being broken.
        case eio
    }

    var point: Failpoint
    /// The passing at which it happens, from 1.
    var nth = 1
    var action = Action.kill

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    /// Of one entry.
    init(_ text: some StringProtocol) throws(Malformed) {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let point = words.first.flatMap({ Failpoint(rawValue: String($0)) }) else {
            let known = Failpoint.allCases.map(\.rawValue).joined(separator: ", ")
            throw Malformed(description: "FLOE_FAILPOINT: there is no failpoint '\(words.first ?? "")'; there are \(known)")
        }
        self.point = point
        for word in words.dropFirst() {
            if let nth = Int(word), nth > 0 {
                self.nth = nth
            } else if let action = Action(rawValue: String(word)) {
                self.action = action
            } else {
                let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(description: "FLOE_FAILPOINT: '\(word)' in '\(text)' is neither a number from 1 nor one of \(actions)")
            }
        }
    }
}
