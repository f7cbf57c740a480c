public import FloeCore
internal import FoundationEssentials

/// What the database is to hosts that use it together.
extension PostgresStore: SharedStore {
    /// Runs of others that are looked at, the oldest.
    private static let mostOffered = 256

    private static let beatSQL = """
        WITH mine AS (UPDATE host SET beat = beat + 1, card = $3 WHERE name = $1 AND fence = $2::bigint RETURNING 1)
        SELECT 1 / count(*) FROM mine
        """
    private static let hostsSQL = """
        SELECT name, fence, beat,
            EXISTS (SELECT 1 FROM run WHERE run.exec_host = host.name AND run.phase IN ('active', 'pending'))::int, card
        FROM host WHERE name <> $1
        """
    private static let offeredSQL = SQLText.select(
        RunRow.columns, from: "run",
        """
        run WHERE phase = 'pending' AND ready_at IS NOT NULL AND paused = 0 AND round = 1 AND exec_host <> $1
        ORDER BY adopted_at LIMIT $2::bigint
        """)
    private static let stopsSQL = """
        SELECT stop.number, stop.host, stop.json FROM stop JOIN run USING (number, host)
        WHERE run.exec_host = $1 AND run.phase IN ('active', 'pending')
        """
    private static let goneSQL = """
        SELECT asked.number, asked.host FROM unnest($2::bigint[], $3::text[]) AS asked (number, host)
        LEFT JOIN run ON run.number = asked.number AND run.host = asked.host
        WHERE run.exec_host IS DISTINCT FROM $1
        """
    private static let endedSQL = """
        SELECT run.number, run.host FROM unnest($1::bigint[], $2::text[]) AS asked (number, host)
        JOIN run ON run.number = asked.number AND run.host = asked.host WHERE run.phase = 'archive'
        """

    public func look(_ question: SharedQuestion) throws -> SharedLook {
        let card = String(decoding: try JSONEncoder().encode(question.card), as: UTF8.self)
        return try self.write("look at what other hosts do") { connection, hold, _ in
            // In a statement of its own: a host that is stopped in the midst of a look locks nothing, and can be taken over.
            try PostgresCommit(connection: connection, hold: hold, place: self.place).told {
                _ = try connection.query(Self.beatSQL) {
                    $0.bind(hold.host)
                    $0.bind(hold.fence)
                    $0.bind(card)
                }
            }
            return try self.seen(question, connection)
        }
    }

    private func seen(_ question: SharedQuestion, _ connection: PostgresConnection) throws -> SharedLook {
        var look = SharedLook()
        look.connection = connection.pid
        look.hosts = try connection.query(Self.hostsSQL, { $0.bind(self.host) }).all {
            let (name, fence, beat, live) = ($0.text(), $0.int(), $0.int(), $0.int())
            return SharedLook.Host(name: name, fence: fence, beat: beat, live: live, card: Self.card($0.text()))
        }
        // Of a host by itself there is no more to know.
        if look.hosts.isEmpty { return look }
        for (tag, run) in try connection.query("SELECT tag, number, host FROM hold").all({ ($0.text(), $0.run()) }) {
            look.holds[tag, default: []].insert(run)
        }
        if !question.card.draining {
            let rows = try connection.query(Self.offeredSQL) {
                $0.bind(self.host)
                $0.bind(Self.mostOffered)
            }.all { try RunRow(&$0) }
            look.offered = try rows.map { OfferedRun(row: $0, frozen: try self.flow(of: $0, connection)) }
        }
        look.stops = try connection.query(Self.stopsSQL, { $0.bind(self.host) }).all {
            let run = $0.run()
            return (run, try JSONDecoder().decode(RunStop.self, from: Data($0.text().utf8)))
        }
        if !question.pends.isEmpty {
            look.gone = try connection.query(Self.goneSQL) {
                $0.bind(self.host)
                $0.bind(PostgresArrays(question.pends))
            }.all { $0.run() }
        }
        if !question.children.isEmpty {
            let ended = try connection.query(Self.endedSQL) { $0.bind(PostgresArrays(question.children)) }.all { $0.run() }
            look.ended = try ended.compactMap { try self.stored($0, connection) }
        }
        return look
    }

    /// One that a later version wrote says nothing.
    private static func card(_ text: String) -> HostCard {
        (try? JSONDecoder().decode(HostCard.self, from: Data(text.utf8))) ?? HostCard()
    }

    private static let claimSQL = """
        SELECT answer, what, number
        FROM floe_claim($1, $2::bigint, $3::bigint, $4, $5, $6::text[], $7::bigint[], $8::boolean)
        """
    private static let holdersSQL = """
        SELECT hold.number, hold.host, run.adopted_at FROM hold JOIN run USING (number, host) WHERE hold.tag = $1
        """

    public func claim(_ wants: [SharedWant]) throws -> [SharedAnswer] { try wants.map { try self.claim($0) } }

    private func claim(_ want: SharedWant) throws -> SharedAnswer {
        var tags = PostgresArrays(columns: 2)
        for tag in want.tags {
            tags.add {
                $0.bind(tag.name)
                $0.bind(tag.limit)
            }
        }
        // Asked again after its answer was lost it says the same, but of a run that was taken: that is this host's by then.
        return try self.write("ask for the tags of \(want.run)") { connection, hold, again in
            let commit = PostgresCommit(connection: connection, hold: hold, place: self.place)
            if again, want.owner != self.host, let run = try self.stored(want.run, connection), run.row.execHost == self.host,
                run.row.phase == .pending
            {
                return .taken(run, fence: nil)
            }
            let (answer, what, fence) = try commit.told {
                try connection.query(Self.claimSQL) {
                    $0.bind(self.host)
                    $0.bind(hold.fence)
                    $0.bind(want.run)
                    $0.bind(want.owner)
                    $0.bind(tags)
                    $0.bind(want.reserves ? "t" : "f")
                }.first { ($0.text(), $0.text(), $0.int()) } ?? ("gone", "", 0)
            }
            switch answer {
            case "granted" where want.owner == self.host: return .granted(want.run, fence: fence == 0 ? nil : fence)
            case "granted":
                guard let run = try self.stored(want.run, connection) else { return .gone(want.run) }
                return .taken(run, fence: fence == 0 ? nil : fence)
            case "full":
                let holders = try connection.query(Self.holdersSQL, { $0.bind(what) }).all {
                    let run = $0.run()
                    return RunAge(adoptedAt: $0.moment(), ref: run)
                }
                return .full(want.run, tag: what, holders: holders)
            default: return .gone(want.run)
            }
        }
    }

    private static let fenceSQL = "UPDATE host SET fence = fence + 1 WHERE name = $1 AND beat = $2::bigint"
    private static let pendsSQL = "UPDATE run SET exec_host = $1 WHERE exec_host = $2 AND phase = 'pending'"
    private static let activeSQL = """
        UPDATE run SET exec_host = $1, fence = CASE WHEN fence IS NULL THEN NULL ELSE nextval('floe_fence') END
        WHERE exec_host = $2 AND phase = 'active' RETURNING number, host
        """

    public func takeOver(_ name: String, seen beat: Int) throws -> [RunRef]? {
        try self.write("take over the runs of \(name)") { connection, hold, _ in
            try PostgresCommit(connection: connection, hold: hold, place: self.place).transaction {
                let fenced = try connection.query(Self.fenceSQL) {
                    $0.bind(name)
                    $0.bind(beat)
                }
                guard fenced.changed == 1 else { return nil }
                // In statements of their own, which see what was committed before the fence was raised.
                _ = try connection.query(Self.pendsSQL) {
                    $0.bind(self.host)
                    $0.bind(name)
                }
                return try connection.query(Self.activeSQL) {
                    $0.bind(self.host)
                    $0.bind(name)
                }.all { $0.run() }
            }
        }
    }

    public func slots(_ triggers: [String]) throws -> (last: [String: Moment], now: Moment) {
        var names = PostgresArrays(columns: 1)
        for trigger in triggers { names.add { $0.bind(trigger) } }
        return try self.read("look how far schedules were fired") { connection in
            let rows = try connection.query("SELECT trigger, last FROM slot WHERE trigger = ANY ($1::text[])", { $0.bind(names) }).all {
                ($0.text(), $0.moment())
            }
            let now = try connection.query("SELECT \(PostgresShared.nowSQL)").first { $0.moment() }
            return (Dictionary(uniqueKeysWithValues: rows), now ?? Moment(milliseconds: 0))
        }
    }
}
