extension Schema {
    /// What a host knows of its cluster. Nothing is looked for in these rows but by their keys: what a host needs of them it has in
    /// memory, so that what is beside the keys is JSON.
    static let cluster = """
        CREATE TABLE cluster_self (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            json TEXT NOT NULL
        );
        CREATE TABLE cluster_peer (
            name TEXT PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        -- An empty store is that of a host which was never seen.
        CREATE TABLE cluster_forgotten (
            name TEXT NOT NULL,
            store TEXT NOT NULL,
            PRIMARY KEY (name, store)
        ) WITHOUT ROWID;
        CREATE TABLE cluster_adopted (
            round TEXT PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE cluster_executed (
            round TEXT PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE cluster_release (
            tag TEXT NOT NULL,
            round TEXT NOT NULL,
            PRIMARY KEY (tag, round)
        ) WITHOUT ROWID;
        CREATE TABLE cluster_grant (
            tag TEXT NOT NULL,
            round TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (tag, round)
        ) WITHOUT ROWID;
        CREATE TABLE cluster_slot (
            trigger TEXT PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    /// What a restored store forgets: it is another store, and what it had in hand others have settled, or will when they meet it.
    static let clusterRestored = """
        DELETE FROM cluster_self;
        DELETE FROM cluster_adopted;
        DELETE FROM cluster_executed;
        DELETE FROM cluster_release;
        DELETE FROM cluster_grant;
        """
}
