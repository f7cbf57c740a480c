internal import FloeCore
internal import FoundationEssentials

/// What a decision changed of the cluster, as rows of one table.
struct PostgresCluster {
    enum Kind: String { case me = "self", peer, forgotten, adopted, executed, release, grant, slot, agent }

    private static let put = """
        INSERT INTO cluster (kind, key, json) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json
        """
    private static let remove = """
        DELETE FROM cluster USING unnest($1::text[], $2::text[]) AS gone (kind, key) WHERE cluster.kind = gone.kind AND cluster.key = gone.key
        """

    private var written: [String: (kind: Kind, key: String, json: String)] = [:]
    private var removed: [(kind: Kind, key: String)] = []

    init(_ changes: ClusterChanges) throws {
        if let me = changes.me { try self.put(.me, [], me) }
        for peer in changes.peers { try self.put(.peer, [peer.name], peer) }
        for store in changes.forgotten { try self.put(.forgotten, [store.name, store.store?.text ?? ""], store) }
        for (round, row) in changes.adopted { try self.put(.adopted, [round.description], row) }
        for (round, row) in changes.executed { try self.put(.executed, [round.description], row) }
        for (hold, isOpen) in changes.releases { try self.put(.release, [hold.tag, hold.round.description], isOpen ? hold : nil) }
        for (hold, row) in changes.grants { try self.put(.grant, [hold.tag, hold.round.description], row) }
        for slot in changes.slots { try self.put(.slot, [slot.trigger], slot) }
    }

    /// Agents are those of one host, also where several use the database.
    init(agents: [String: AgentRow?], of host: String) throws {
        for (name, row) in agents { try self.put(.agent, [host, name], row) }
    }

    /// Writes a row by its keys, or takes it away. No name has a line break in it, so that joined keys stay apart.
    private mutating func put(_ kind: Kind, _ keys: [String], _ row: (some Encodable)?) throws {
        let key = keys.joined(separator: "\n")
        guard let row else {
            self.removed.append((kind, key))
            return
        }
        let json = String(decoding: try JSONEncoder().encode(row), as: UTF8.self)
        self.written["\(kind.rawValue)\n\(key)"] = (kind, key, json)
    }

    var steps: [PostgresConnection.Step] {
        var steps: [PostgresConnection.Step] = []
        if !self.removed.isEmpty {
            var arrays = PostgresArrays(columns: 2)
            for row in self.removed {
                arrays.add {
                    $0.bind(row.kind.rawValue)
                    $0.bind(row.key)
                }
            }
            steps.append(.init(Self.remove) { $0.bind(arrays) })
        }
        if !self.written.isEmpty {
            var arrays = PostgresArrays(columns: 3)
            for row in self.written.values {
                arrays.add {
                    $0.bind(row.kind.rawValue)
                    $0.bind(row.key)
                    $0.bind(row.json)
                }
            }
            steps.append(.init(Self.put) { $0.bind(arrays) })
        }
        return steps
    }
}
