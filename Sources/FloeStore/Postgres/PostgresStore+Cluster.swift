public import FloeCore
internal import FoundationEssentials

extension PostgresStore {
    public func clusterRows(of me: SelfRow) throws -> ClusterRows {
        try self.readAll("read what is known of the cluster") { connection in
            let stored = try connection.query("SELECT kind, json FROM cluster").all { (kind: $0.text(), json: $0.text()) }
            let texts = Dictionary(grouping: stored, by: \.kind).mapValues { $0.map(\.json) }
            func rows<T: Decodable>(_ type: T.Type, _ kind: PostgresCluster.Kind) throws -> [T] {
                try self.decoded(texts[kind.rawValue] ?? [], type, kind)
            }
            var all = ClusterRows(me: try rows(SelfRow.self, .me).first ?? me)
            for row in try rows(PeerRow.self, .peer) { all.peers[row.name] = row }
            all.forgotten = Set(try rows(ForgottenStore.self, .forgotten))
            for row in try rows(AdoptedRow.self, .adopted) { all.adopted[row.claim.round] = row }
            for row in try rows(ExecutedRow.self, .executed) { all.executed[row.claim.round] = row }
            all.releases = Set(try rows(Hold.self, .release))
            for row in try rows(GrantRow.self, .grant) { all.grants[row.hold] = row }
            for row in try rows(SlotRow.self, .slot) { all.slots[row.trigger] = row }
            return all
        }
    }

    public func agents() throws -> [AgentRow] {
        try self.readAll("read which agents have joined") { connection in
            let texts = try connection.query(
                "SELECT json FROM cluster WHERE kind = 'agent' AND starts_with(key, $1)", { $0.bind("\(self.host)\n") }
            ).all { $0.text() }
            return try self.decoded(texts, AgentRow.self, .agent)
        }
    }

    private func decoded<T: Decodable>(_ texts: [String], _ type: T.Type, _ kind: PostgresCluster.Kind) throws -> [T] {
        do {
            return try texts.map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
        } catch {
            throw StoreFailure(
                .damaged, place: self.place,
                message: "could not read what \(self.place) knows of others (\(kind.rawValue)): \(error); restore a backup of the database")
        }
    }

    public func id() throws -> String {
        try self.read("look at the store's id") { connection in
            try connection.query("SELECT sid FROM host WHERE name = $1", { $0.bind(self.host) }).first { $0.text() } ?? ""
        }
    }
}
