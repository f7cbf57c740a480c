public import FloeCore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    public func clusterRows(of me: SelfRow) throws -> ClusterRows {
        try self.read("read what is known of the cluster") { db in
            var rows = ClusterRows(me: try self.rows(SelfRow.self, "self", db).first ?? me)
            for peer in try self.rows(PeerRow.self, "peer", db) { rows.peers[peer.name] = peer }
            try Rows(db, "SELECT name, store FROM cluster_forgotten").each({ _ in }) {
                let name = $0.text()
                let store = $0.text()
                rows.forgotten.insert(ForgottenStore(name: name, store: store.isEmpty ? nil : StoreID(store)))
                return true
            }
            for row in try self.rows(AdoptedRow.self, "adopted", db) { rows.adopted[row.claim.round] = row }
            for row in try self.rows(ExecutedRow.self, "executed", db) { rows.executed[row.claim.round] = row }
            try Rows(db, "SELECT tag, round FROM cluster_release").each({ _ in }) {
                let tag = $0.text()
                if let round = RoundRef($0.text()) { rows.releases.insert(Hold(tag: tag, round: round)) }
                return true
            }
            for row in try self.rows(GrantRow.self, "grant", db) { rows.grants[row.hold] = row }
            for row in try self.rows(SlotRow.self, "slot", db) { rows.slots[row.trigger] = row }
            return rows
        }
    }

    public func agents() throws -> [AgentRow] {
        try self.read("read which agents have joined") { db in try self.rows(AgentRow.self, in: "agent", db) }
    }

    private func rows<T: Decodable>(_ type: T.Type, _ table: String, _ db: Database) throws -> [T] {
        try self.rows(type, in: "cluster_\(table)", db)
    }

    private func rows<T: Decodable>(_ type: T.Type, in table: String, _ db: Database) throws -> [T] {
        let texts = try Rows(db, "SELECT json FROM \(table)").all({ _ in }, { $0.text() })
        do {
            return try texts.map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
        } catch {
            throw StoreFailure(
                .damaged, place: self.place,
                message:
                    "could not read what \(self.place) knows of others (\(table)): \(error); restore a backup of the store")
        }
    }
}
