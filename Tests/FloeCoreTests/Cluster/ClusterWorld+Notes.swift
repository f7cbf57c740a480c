@testable import FloeCore

/// The steps of a history, when somebody wants to read them.
final class StepLog {
    var isOn = false
    var lines: [String] = []
}

/// Short words for the steps of a history that failed.
extension ClusterWorld {
    static func short(_ verdict: ClusterVerdict) -> String {
        switch verdict {
        case .take(let offer, let from): "take \(offer.claim.round) from \(from), as pending: \(offer.asPending)"
        case .activate(let round): "activate \(round)"
        case .ended(let round, let end): "ended \(round) \(end.result) \(end.reason)"
        case .stop(let round, let stop): "stop \(round) \(stop.reason)"
        case .lose(let round): "lose \(round)"
        case .fired(let slot): "fired \(slot.last.milliseconds)"
        }
    }

    static func short(_ greeting: Greeting) -> String {
        switch greeting {
        case .hello(let hello): "hello of \(hello.incarnation.store) boot \(hello.incarnation.boot) joined \(hello.joined)"
        case .welcome(let hello): "welcome of \(hello.incarnation.store) boot \(hello.incarnation.boot) joined \(hello.joined)"
        case .refused(let refusal): "refused \(refusal)"
        }
    }

    static func short(_ message: PeerMessage) -> String {
        switch message {
        case .want(let want): "want \(want.hold.tag) \(want.hold.round)"
        case .granted(let hold): "granted \(hold.tag) \(hold.round)"
        case .queued(let queued): "queued \(queued.hold.tag) \(queued.hold.round) behind \(queued.before)"
        case .overlap(let round, let by): "overlap \(round) by \(by)"
        case .release(let hold): "release \(hold.tag) \(hold.round)"
        case .released(let hold): "released \(hold.tag) \(hold.round)"
        case .offer(let offer): "offer \(offer.claim.round) granted \(offer.granted) as pending \(offer.asPending)"
        case .taken(let round): "taken \(round)"
        case .refused(let round, let why): "refused \(round) \(why)"
        case .ended(let round, let end): "ended \(round) \(end.result)"
        case .noted(let round): "noted \(round)"
        case .cancel(let round, _): "cancel \(round)"
        case .call(let list): "call in a list of \(list.hosts.count)"
        case .holds(let holds):
            "holds \(holds.tags.map { "\($0.hold.tag) \($0.hold.round)" }) slots \(holds.slots.map(\.last.milliseconds))"
        case .notYet(let list): "not yet: list of \(list.hosts.count)"
        case .heal(let number): "heal \(number)"
        case .healHolds(let number, let tags): "heal \(number) holds \(tags.map { "\($0.hold.tag) \($0.hold.round)" })"
        case .forget(let store): "forget \(store.name)"
        case .beat(let beat): "beat joined \(beat.joined) draining \(beat.draining) freed \(beat.freed)"
        }
    }
}
