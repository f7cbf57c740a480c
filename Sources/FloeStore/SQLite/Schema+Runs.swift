extension Schema {
    /// The first tables.
    ///
    /// Passes have no row number of their own: a pass is changed in place in one tree. Events are appended by their
    /// sequence number, which no other event of the host has. Neither is checked against its run: the hub writes them
    /// together, and a check would cost each of them a look-up. Times are milliseconds since 1970 UTC; lists and maps are
    /// JSON, NULL when empty.
    static let runs = """
        CREATE TABLE host (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            next_run INTEGER NOT NULL,
            next_sequence INTEGER NOT NULL,
            -- The highest sequence number of an event that was swept; 0 when all are there.
            swept_sequence INTEGER NOT NULL DEFAULT 0
        );
        INSERT INTO host (id, next_run, next_sequence) VALUES (1, 1, 1);

        CREATE TABLE flow (
            id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            json TEXT NOT NULL
        );

        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            number INTEGER NOT NULL,
            host TEXT NOT NULL,
            flow TEXT NOT NULL,
            version INTEGER NOT NULL,
            digest TEXT NOT NULL REFERENCES flow (digest),
            cause TEXT NOT NULL,
            caused_by TEXT NOT NULL,
            trigger_values TEXT,
            branch TEXT,
            key TEXT,
            phase TEXT NOT NULL,
            ready_at INTEGER,
            paused INTEGER NOT NULL,
            ending TEXT,
            result TEXT,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            ended_by TEXT NOT NULL,
            tags TEXT,
            parent_run TEXT,
            parent_node TEXT,
            parent_pass INTEGER,
            depth INTEGER NOT NULL,
            round INTEGER NOT NULL,
            restart TEXT,
            adopted_at INTEGER NOT NULL,
            activated_at INTEGER,
            ended_at INTEGER,
            deadline INTEGER,
            last_event INTEGER,
            exec_host TEXT NOT NULL,
            keep INTEGER NOT NULL,
            UNIQUE (number, host)
        );
        CREATE INDEX run_phase ON run (phase, adopted_at, number, host);
        CREATE INDEX run_flow ON run (flow, adopted_at, number, host);
        CREATE INDEX run_branch ON run (branch, adopted_at, number, host) WHERE branch IS NOT NULL;
        CREATE INDEX run_key ON run (flow, version, key, adopted_at) WHERE key IS NOT NULL;

        CREATE TABLE pass (
            number INTEGER NOT NULL,
            host TEXT NOT NULL,
            node TEXT NOT NULL,
            pass INTEGER NOT NULL,
            instance TEXT NOT NULL,
            state TEXT NOT NULL,
            cause INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            outcome TEXT,
            status INTEGER,
            reason TEXT NOT NULL,
            queue INTEGER NOT NULL,
            deadline INTEGER,
            stopping INTEGER NOT NULL,
            late INTEGER NOT NULL,
            void INTEGER NOT NULL,
            cleanup INTEGER NOT NULL,
            own TEXT,
            earlier TEXT,
            keeper TEXT NOT NULL,
            child TEXT,
            heard TEXT,
            answered_by TEXT NOT NULL,
            start_event INTEGER NOT NULL,
            end_event INTEGER NOT NULL,
            queued_at INTEGER,
            started_at INTEGER,
            ended_at INTEGER,
            PRIMARY KEY (number, host, node, pass, instance)
        ) WITHOUT ROWID;

        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY,
            number INTEGER NOT NULL,
            host TEXT NOT NULL,
            id INTEGER NOT NULL,
            tag TEXT NOT NULL,
            node TEXT NOT NULL,
            pass INTEGER NOT NULL,
            good INTEGER,
            own TEXT,
            causes TEXT,
            cleanup INTEGER NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (number, host, id)
        );
        """
}
