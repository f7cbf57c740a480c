extension PostgresSchema {
    /// The first tables: those of SQLite, with what several hosts that look at one database need.
    ///
    /// Text is compared byte by byte, as everywhere in Floe, whatever the database's own order of letters is.
    static let runs = """
        CREATE TABLE host (
            name text COLLATE "C" PRIMARY KEY,
            -- Tells this store from every other.
            sid text NOT NULL,
            -- Raised by each opening: who holds an older number may not write any more.
            fence bigint NOT NULL,
            -- Raised by each commit.
            beat bigint NOT NULL DEFAULT 0,
            -- For people: who opened it last.
            holder text NOT NULL,
            next_run bigint NOT NULL DEFAULT 1,
            next_sequence bigint NOT NULL DEFAULT 1,
            -- The highest sequence number of an event that was swept; 0 when all are there.
            swept_sequence bigint NOT NULL DEFAULT 0,
            draining bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 20);

        CREATE TABLE flow (
            digest text COLLATE "C" PRIMARY KEY,
            json text NOT NULL
        );

        CREATE TABLE run (
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            flow text COLLATE "C" NOT NULL,
            version bigint NOT NULL,
            digest text COLLATE "C" NOT NULL REFERENCES flow (digest),
            cause text NOT NULL,
            caused_by text NOT NULL,
            trigger_values text,
            branch text COLLATE "C",
            key text COLLATE "C",
            phase text COLLATE "C" NOT NULL,
            ready_at bigint,
            paused bigint NOT NULL,
            ending text,
            result text,
            reason text NOT NULL,
            detail text NOT NULL,
            ended_by text NOT NULL,
            tags text,
            parent_run text COLLATE "C",
            parent_node text,
            parent_pass bigint,
            depth bigint NOT NULL,
            round bigint NOT NULL,
            restart text,
            adopted_at bigint NOT NULL,
            activated_at bigint,
            ended_at bigint,
            deadline bigint,
            last_event bigint,
            exec_host text NOT NULL,
            keep bigint NOT NULL,
            bytes bigint,
            kept_by text NOT NULL DEFAULT '',
            kept_at bigint,
            PRIMARY KEY (number, host)
        ) WITH (fillfactor = 80);
        CREATE INDEX run_phase ON run (phase, adopted_at, number, host);
        CREATE INDEX run_flow ON run (flow, adopted_at, number, host);
        CREATE INDEX run_branch ON run (branch, adopted_at, number, host) WHERE branch IS NOT NULL;
        CREATE INDEX run_key ON run (flow, version, key, adopted_at) WHERE key IS NOT NULL;
        CREATE INDEX run_digest ON run (digest);
        CREATE INDEX run_history ON run (flow, ended_at, number, host)
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL;
        CREATE INDEX run_unmeasured ON run (ended_at)
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL AND bytes IS NULL;

        CREATE TABLE pass (
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            node text COLLATE "C" NOT NULL,
            pass bigint NOT NULL,
            instance text COLLATE "C" NOT NULL,
            state text NOT NULL,
            cause bigint NOT NULL,
            attempt bigint NOT NULL,
            outcome text,
            status bigint,
            reason text NOT NULL,
            queue bigint NOT NULL,
            deadline bigint,
            stopping bigint NOT NULL,
            late bigint NOT NULL,
            void bigint NOT NULL,
            cleanup bigint NOT NULL,
            own text,
            earlier text,
            keeper text NOT NULL,
            child text,
            heard text,
            answered_by text NOT NULL,
            start_event bigint NOT NULL,
            end_event bigint NOT NULL,
            queued_at bigint,
            started_at bigint,
            ended_at bigint,
            answer_key text NOT NULL DEFAULT '',
            PRIMARY KEY (number, host, node, pass, instance)
        ) WITH (fillfactor = 80);

        CREATE TABLE event (
            sequence bigint PRIMARY KEY,
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            id bigint NOT NULL,
            tag text NOT NULL,
            node text NOT NULL,
            pass bigint NOT NULL,
            good bigint,
            own text,
            causes text,
            cleanup bigint NOT NULL,
            at bigint NOT NULL,
            UNIQUE (number, host, id)
        );

        CREATE TABLE swept (
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            flow text NOT NULL,
            PRIMARY KEY (number, host)
        );

        CREATE TABLE history (
            flow text COLLATE "C" PRIMARY KEY,
            runs bigint NOT NULL,
            bytes bigint NOT NULL
        ) WITH (fillfactor = 50);

        -- What a host knows of a cluster of hosts with stores of their own: by its keys alone, for the host has it in memory.
        CREATE TABLE cluster (
            kind text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            json text NOT NULL,
            PRIMARY KEY (kind, key)
        );
        """

    /// The sums of `history`, kept in the transaction that changes a run: they are never off, whoever writes. A run that a flow node of
    /// another started counts with that one.
    static let history = """
        CREATE FUNCTION history_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                IF OLD.phase = 'archive' AND OLD.keep = 0 AND OLD.parent_run IS NULL THEN
                    UPDATE history SET runs = runs - 1, bytes = bytes - coalesce(OLD.bytes, 0) WHERE flow = OLD.flow;
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                IF NEW.phase = 'archive' AND NEW.keep = 0 AND NEW.parent_run IS NULL THEN
                    INSERT INTO history (flow, runs, bytes) VALUES (NEW.flow, 1, coalesce(NEW.bytes, 0))
                        ON CONFLICT (flow) DO UPDATE SET runs = history.runs + 1, bytes = history.bytes + excluded.bytes;
                END IF;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER history_insert AFTER INSERT ON run FOR EACH ROW WHEN (NEW.phase = 'archive') EXECUTE FUNCTION history_of_run();
        CREATE TRIGGER history_delete AFTER DELETE ON run FOR EACH ROW WHEN (OLD.phase = 'archive') EXECUTE FUNCTION history_of_run();
        CREATE TRIGGER history_update AFTER UPDATE ON run FOR EACH ROW
            WHEN ((OLD.phase, OLD.keep, OLD.parent_run, OLD.bytes, OLD.flow)
                IS DISTINCT FROM (NEW.phase, NEW.keep, NEW.parent_run, NEW.bytes, NEW.flow)) EXECUTE FUNCTION history_of_run();
        """
}
