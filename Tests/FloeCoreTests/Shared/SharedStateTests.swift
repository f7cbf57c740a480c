import Testing

@testable import FloeCore

/// What one host concludes from what it sees of the others.
@Suite struct SharedStateTests {
    private func look(_ beats: [String: Int], live: Int = 1, connection: Int = 1) -> SharedLook {
        var look = SharedLook()
        look.connection = connection
        look.hosts = beats.sorted { $0.key < $1.key }.map {
            SharedLook.Host(name: $0.key, fence: 1, beat: $0.value, live: live, card: HostCard(address: "http://\($0.key):1"))
        }
        return look
    }

    private func moment(_ look: Int) -> Moment { Moment(milliseconds: Int64(look) * 5000) }

    @Test func `a host is dead after as many own looks in a row without a beat, and no other`() {
        var state = SharedState()
        state.count(self.look(["h2": 7]), at: self.moment(0))
        for at in 1...23 {
            state.count(self.look(["h2": 7]), at: self.moment(at))
            #expect(state.dead.isEmpty, "after \(at) looks")
        }
        state.count(self.look(["h2": 7]), at: self.moment(24))
        #expect(state.dead.map(\.host) == ["h2"] && state.dead.map(\.beat) == [7])
        state.countAnew("h2")
        #expect(state.dead.isEmpty)
        // There is nothing to take.
        for at in 25...60 { state.count(self.look(["h2": 7], live: 0), at: self.moment(at)) }
        #expect(state.dead.isEmpty)
    }

    @Test func `a beat, a failed look and a new connection begin the count anew`() {
        for disturb in 0..<3 {
            var state = SharedState()
            for at in 0...20 { state.count(self.look(["h2": 7]), at: self.moment(at)) }
            switch disturb {
            case 0: state.count(self.look(["h2": 8]), at: self.moment(21))
            case 1: state.countAnew()
            default: state.count(self.look(["h2": 7], connection: 2), at: self.moment(21))
            }
            let beat = disturb == 0 ? 8 : 7
            let connection = disturb == 2 ? 2 : 1
            for at in 22...44 { state.count(self.look(["h2": beat], connection: connection), at: self.moment(at)) }
            #expect(state.dead.isEmpty, "\(disturb)")
            for at in 45...47 { state.count(self.look(["h2": beat], connection: connection), at: self.moment(at)) }
            #expect(state.dead.map(\.host) == ["h2"], "\(disturb)")
        }
    }

    @Test func `the lease is over before anybody may take over, with the time that tasks have to end`() {
        let times = SharedTimes()
        #expect(times.lease == Span(seconds: 60) && times.death == Span(seconds: 120))
    }

    @Test func `tags that are locks of a host are not asked for, and overlap's is first`() {
        let state = SharedState(hostScoped: ["gpu"])
        #expect(state.tagsOfAll(["b", "flow:x.1:", "gpu", "a", "space:x"]) == ["flow:x.1:", "a", "b"])
    }

    @Test func `hosts are shown as active, then warned of, then dead`() {
        var state = SharedState()
        for at in 0...8 {
            state.count(self.look(["h2": 7]), at: self.moment(at))
            let shown = state.hosts(at: self.moment(at)).first
            #expect(shown?.state == (at < 2 ? .active : at < 6 ? .warning : .dead), "after \(at) looks")
            #expect(shown?.lastSeen == self.moment(0) && shown?.address == "http://h2:1")
        }
    }
}
