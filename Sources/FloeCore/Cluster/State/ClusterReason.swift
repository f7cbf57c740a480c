/// Why a run waits that the cluster has to do with, or why this host takes no part in what the cluster decides: section 11 of
/// `docs/cluster-protocol.md`. Texts are for people who have not read that.
public enum ClusterReason: Sendable, Hashable, Codable {
    /// Held by these, with so many waiting before it.
    case tagHeld(String, holders: [RoundRef], before: Int, since: Moment?)
    /// Asked for, or not even asked: the host that grants it is away.
    case homeAway(String, host: String, lastSeen: Moment?)
    /// The host that grants it takes part only when it has heard from these.
    case notJoined(waitsFor: [String])
    case listsDiffer(host: String, missing: [String], surplus: [String])
    case retired
    /// It found itself at none of these addresses.
    case notInList([String])
    case noCandidate(hostTags: [String])
    case refused(host: String, OfferRefusal)
    case offered(host: String, since: Moment, isThere: Bool)
    case active(host: String, since: Moment, lastSeen: Moment?)
    case moved(host: String, since: Moment)
    /// Its tags are being given back; it asks again when that is acknowledged.
    case givingBack([String])
    case trouble(Refusal)
    /// A host that might take it is not there.
    case hostAway(host: String, lastSeen: Moment?)
    /// The clocks of two hosts are so far apart: its clock is ahead, or behind where it is negative.
    case clockOff(host: String, by: Span)
    /// Two hosts don't talk.
    case refusal(host: String, Refusal)
    /// No connection could be made.
    case unreachable(host: String, String)

    public func text(now: Moment) -> String {
        switch self {
        case .tagHeld(let tag, let holders, let before, let since):
            var text = "waits for \(tag)"
            if !holders.isEmpty { text += ", held by \(holders.map(\.description).joined(separator: ", "))" }
            if let since { text += " for \(Self.ago(since, now))" }
            return before > 0 ? "\(text); \(before) before it" : text
        case .homeAway(let tag, let host, let seen):
            return
                "waits for \(tag), granted by \(host), \(Self.seen(seen, now)); starts when \(host) is back, or after 'floe host forget \(host)'"
        case .notJoined(let hosts):
            let names = hosts.joined(separator: ", ")
            return
                "this host has a new store or a new list of hosts; tags and schedules wait until it has heard once from \(names). Start it, or 'floe host forget' it"
        case .listsDiffer(let host, let missing, let surplus):
            var parts: [String] = []
            if !missing.isEmpty { parts.append("\(missing.joined(separator: ", ")) is missing in the file of \(host)") }
            if !surplus.isEmpty { parts.append("\(surplus.joined(separator: ", ")) is missing in the file of this host") }
            if parts.isEmpty { parts.append("the scopes of resources differ") }
            return "this host and \(host) have unlike lists of hosts: \(parts.joined(separator: "; ")); tags and schedules wait"
        case .notInList(let hosts):
            return
                "this host has not met itself at \(hosts.joined(separator: " or ")); tags and schedules wait. Put the address at which the others reach it into hosts"
        case .retired:
            return "this host is in no list of hosts any more; put it back into the file of every host, or drain it"
        case .noCandidate(let tags):
            return tags.isEmpty
                ? "no host takes runs now" : "no host that is there and takes runs has the tags \(tags.joined(separator: ", "))"
        case .refused(let host, let why): return "\(host) did not take it: \(why.text)"
        case .offered(let host, let since, let isThere):
            let text = "offered to \(host), which has not answered for \(Self.ago(since, now))"
            return isThere ? text : "\(text); it may be running there"
        case .active(let host, let since, let seen):
            let text = "on \(host) for \(Self.ago(since, now))"
            return seen.map { "\(text), \(Self.seen($0, now))" } ?? text
        case .moved(let host, let since): return "moved to \(host) \(Self.ago(since, now)) ago, which places it"
        case .givingBack(let tags): return "gives \(tags.joined(separator: ", ")) back before it asks again"
        case .trouble(let refusal): return refusal.text
        case .hostAway(let host, let seen): return "\(host) is \(Self.seen(seen, now))"
        case .clockOff(let host, let by):
            let seconds = abs(by.milliseconds) / 1000
            return
                "the clock of \(host) is \(seconds) s \(by.milliseconds > 0 ? "ahead of" : "behind") that of this host: set both by NTP, or times and schedules are off"
        case .unreachable(let host, let why): return "\(host) can't be reached: \(why)"
        case .refusal(let host, let refusal): return "\(host) and this host don't talk: \(refusal.text)"
        }
    }

    private static func ago(_ since: Moment, _ now: Moment) -> String {
        let seconds = max(0, (now - since).milliseconds / 1000)
        return seconds < 180 ? "\(seconds) s" : seconds < 10_800 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }

    private static func seen(_ seen: Moment?, _ now: Moment) -> String {
        seen.map { "not seen for \(self.ago($0, now))" } ?? "not seen since this host started"
    }
}

extension OfferRefusal {
    public var text: String {
        switch self {
        case .draining: "it drains"
        case .retired: "it is in no list of hosts any more"
        case .hostTags(let tags): "it lacks the host tags \(tags.joined(separator: ", "))"
        case .notGranted(let tags):
            "by its own file \(tags.joined(separator: ", ")) must be granted first; compare the resources of both files"
        case .locked(let lock): "\(lock) is held there, or waited for by an older run"
        case .full: "it has as many live runs as it takes"
        }
    }
}

extension Refusal {
    public var text: String {
        switch self {
        case .yourself: "a host dialled itself"
        case .dialledBack: "the other host dials"
        case .protocolVersion(let mine, let theirs): "the hosts speak different versions, \(mine) and \(theirs): upgrade the older one"
        case .nameTaken(let name): "another host is there as \(name): give each host a name of its own with -host_name"
        case .forgotten(let name):
            "\(name) was given up with 'floe host forget'; it ends what it has as lost, and then takes part again as a new store"
        case .inTrouble(let name): "\(name) takes no part before what its own page says is done"
        case .older(let start, let seen):
            """
            this store is older than what the others saw (start \(start), seen \(seen)): put the right disk back, or restore a backup with \
            'floe restore', which ends what it has in hand as lost
            """
        case .clone(let start):
            "another host runs on a copy of this store (both at start \(start)); stop one of the two"
        }
    }
}
