/// A run store that also keeps what its host knows of the cluster, for hosts with stores of their own. Changes of it come with those of
/// the hub, in `Changes.cluster`.
public protocol ClusterStore: RunStore {
    /// All of it. Blocks; called by the hub on its own thread.
    ///
    /// - Parameter me: The host's own row where the store has none, since it was in no cluster or was restored from a backup.
    func clusterRows(of me: SelfRow) throws -> ClusterRows
}
