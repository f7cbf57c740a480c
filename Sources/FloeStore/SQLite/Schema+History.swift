extension Schema {
    /// What retention goes by, so that what it costs does not grow with the history.
    ///
    /// The sums of `history` are kept by triggers, in the transaction that changes a run: they are never off, whoever writes. A run that
    /// a flow node of another started counts with that one.
    static let history = """
        ALTER TABLE run ADD COLUMN bytes INTEGER;
        -- Tells this store from every other; a restored one gets a new id.
        ALTER TABLE host ADD COLUMN sid TEXT NOT NULL DEFAULT '';
        UPDATE host SET sid = lower(hex(randomblob(16)));

        CREATE TABLE swept (
            number INTEGER NOT NULL,
            host TEXT NOT NULL,
            flow TEXT NOT NULL,
            PRIMARY KEY (number, host)
        ) WITHOUT ROWID;

        CREATE INDEX run_digest ON run (digest);
        CREATE INDEX run_history ON run (flow, ended_at, number, host)
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL;
        CREATE INDEX run_unmeasured ON run (ended_at)
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL AND bytes IS NULL;

        CREATE TABLE history (
            flow TEXT PRIMARY KEY,
            runs INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO history (flow, runs, bytes)
            SELECT flow, count(*), 0 FROM run WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL GROUP BY flow;

        CREATE TRIGGER history_insert AFTER INSERT ON run
            WHEN NEW.phase = 'archive' AND NEW.keep = 0 AND NEW.parent_run IS NULL
        BEGIN
            INSERT INTO history (flow, runs, bytes) VALUES (NEW.flow, 1, ifnull(NEW.bytes, 0))
                ON CONFLICT (flow) DO UPDATE SET runs = runs + 1, bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER history_delete AFTER DELETE ON run
            WHEN OLD.phase = 'archive' AND OLD.keep = 0 AND OLD.parent_run IS NULL
        BEGIN
            UPDATE history SET runs = runs - 1, bytes = bytes - ifnull(OLD.bytes, 0) WHERE flow = OLD.flow;
        END;
        CREATE TRIGGER history_leave AFTER UPDATE OF phase, keep, parent_run, bytes, flow ON run
            WHEN OLD.phase = 'archive' AND OLD.keep = 0 AND OLD.parent_run IS NULL
        BEGIN
            UPDATE history SET runs = runs - 1, bytes = bytes - ifnull(OLD.bytes, 0) WHERE flow = OLD.flow;
        END;
        CREATE TRIGGER history_enter AFTER UPDATE OF phase, keep, parent_run, bytes, flow ON run
            WHEN NEW.phase = 'archive' AND NEW.keep = 0 AND NEW.parent_run IS NULL
        BEGIN
            INSERT INTO history (flow, runs, bytes) VALUES (NEW.flow, 1, ifnull(NEW.bytes, 0))
                ON CONFLICT (flow) DO UPDATE SET runs = runs + 1, bytes = bytes + excluded.bytes;
        END;
        """
}
