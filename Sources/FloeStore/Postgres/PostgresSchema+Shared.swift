extension PostgresSchema {
    /// What hosts need that use one database together: part B of `docs/cluster-protocol.md`.
    ///
    /// A run that has not ended is its `exec_host`'s alone. A version that does not know that would take the runs of all for its own, so this
    /// one keeps earlier ones out.
    static let shared = """
        ALTER TABLE host ADD COLUMN card text NOT NULL DEFAULT '';
        ALTER TABLE run ADD COLUMN fence bigint;
        CREATE INDEX run_live ON run (exec_host, phase) WHERE phase IN ('active', 'pending');
        CREATE INDEX run_offered ON run (adopted_at) WHERE phase = 'pending' AND ready_at IS NOT NULL AND paused = 0 AND round = 1;
        DROP INDEX run_history;
        CREATE INDEX run_history ON run (flow, ended_at, number, host, exec_host)
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL;
        -- New for each activation of a run that holds tags, and higher than all before.
        CREATE SEQUENCE floe_fence;

        -- Locked by whoever counts who holds a tag.
        CREATE TABLE tag (name text COLLATE "C" PRIMARY KEY);
        CREATE TABLE hold (
            tag text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            PRIMARY KEY (tag, number, host)
        );
        CREATE INDEX hold_run ON hold (number, host);
        -- Runs that another host than their own wants to end, and why.
        CREATE TABLE stop (
            number bigint NOT NULL,
            host text COLLATE "C" NOT NULL,
            json text NOT NULL,
            PRIMARY KEY (number, host)
        );
        -- How far the schedule of a trigger was fired.
        CREATE TABLE slot (trigger text COLLATE "C" PRIMARY KEY, last bigint NOT NULL) WITH (fillfactor = 50);

        -- Each host counts its own events: of which host one is told says the session that writes it.
        ALTER TABLE event ADD COLUMN teller text COLLATE "C" NOT NULL DEFAULT '';
        UPDATE event SET teller = coalesce((SELECT name FROM host LIMIT 1), '');
        ALTER TABLE event ALTER COLUMN teller SET DEFAULT coalesce(current_setting('floe.host', true), '');
        ALTER TABLE event DROP CONSTRAINT event_pkey, ADD PRIMARY KEY (teller, sequence);

        -- The files of a run are where it was executed, and so whoever sweeps it is there.
        ALTER TABLE swept ADD COLUMN exec_host text COLLATE "C" NOT NULL DEFAULT '';
        UPDATE swept SET exec_host = coalesce((SELECT name FROM host LIMIT 1), '');
        DELETE FROM history;
        ALTER TABLE history ADD COLUMN host text COLLATE "C" NOT NULL;
        ALTER TABLE history DROP CONSTRAINT history_pkey, ADD PRIMARY KEY (host, flow);
        INSERT INTO history (host, flow, runs, bytes) SELECT exec_host, flow, count(*), coalesce(sum(bytes), 0) FROM run
            WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL GROUP BY exec_host, flow;
        CREATE OR REPLACE FUNCTION history_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                IF OLD.phase = 'archive' AND OLD.keep = 0 AND OLD.parent_run IS NULL THEN
                    UPDATE history SET runs = runs - 1, bytes = bytes - coalesce(OLD.bytes, 0)
                        WHERE host = OLD.exec_host AND flow = OLD.flow;
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                IF NEW.phase = 'archive' AND NEW.keep = 0 AND NEW.parent_run IS NULL THEN
                    INSERT INTO history (host, flow, runs, bytes) VALUES (NEW.exec_host, NEW.flow, 1, coalesce(NEW.bytes, 0))
                        ON CONFLICT (host, flow) DO UPDATE SET runs = history.runs + 1, bytes = history.bytes + excluded.bytes;
                END IF;
            END IF;
            RETURN NULL;
        END $$;
        DROP TRIGGER history_update ON run;
        CREATE TRIGGER history_update AFTER UPDATE ON run FOR EACH ROW
            WHEN ((OLD.phase, OLD.keep, OLD.parent_run, OLD.bytes, OLD.flow, OLD.exec_host)
                IS DISTINCT FROM (NEW.phase, NEW.keep, NEW.parent_run, NEW.bytes, NEW.flow, NEW.exec_host))
            EXECUTE FUNCTION history_of_run();

        -- A hint to look: `NAME run,run` to one host, `* NAME` from one to all.
        CREATE FUNCTION floe_tell(words text) RETURNS void LANGUAGE sql AS $$
            SELECT pg_notify('floe_' || md5(current_schema()), words)
        $$;

        -- A run that has ended holds nothing, in the same transaction.
        CREATE FUNCTION free_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM hold WHERE number = NEW.number AND host = NEW.host;
            IF FOUND OR NEW.parent_run IS NOT NULL THEN PERFORM floe_tell('* ' || NEW.exec_host); END IF;
            DELETE FROM stop WHERE number = NEW.number AND host = NEW.host;
            RETURN NULL;
        END $$;
        CREATE TRIGGER run_free AFTER UPDATE ON run FOR EACH ROW WHEN (OLD.phase <> 'archive' AND NEW.phase = 'archive')
            EXECUTE FUNCTION free_of_run();

        -- Gives a pending run all its tags, and to the host that asks: `granted` with a number, `full` with the tag, or `gone`. Tags are
        -- in the one order in which all hosts take them, so that nobody waits in a circle.
        CREATE FUNCTION floe_claim(me text, mine bigint, n bigint, h text, owner text, tags text[], limits bigint[], reserves boolean)
        RETURNS TABLE (answer text, what text, number bigint) LANGUAGE plpgsql AS $$
        DECLARE
            full_at integer := 0;
            held bigint;
        BEGIN
            UPDATE host SET beat = beat + 1 WHERE host.name = me AND host.fence = mine;
            IF NOT FOUND THEN RAISE division_by_zero; END IF;
            PERFORM 1 FROM run WHERE run.number = n AND run.host = h AND run.exec_host = owner AND run.phase = 'pending'
                AND run.paused = 0 AND run.ready_at IS NOT NULL AND (owner = me OR run.round = 1) FOR UPDATE;
            IF NOT FOUND THEN
                RETURN QUERY SELECT 'gone'::text, ''::text, 0::bigint;
                RETURN;
            END IF;
            IF cardinality(tags) > 0 THEN
                INSERT INTO tag SELECT unnest(tags) ON CONFLICT DO NOTHING;
                FOR i IN 1 .. cardinality(tags) LOOP
                    PERFORM 1 FROM tag WHERE tag.name = tags[i] FOR UPDATE;
                    SELECT count(*) INTO held FROM hold WHERE hold.tag = tags[i] AND NOT (hold.number = n AND hold.host = h);
                    IF held >= limits[i] THEN
                        full_at := i;
                        EXIT;
                    END IF;
                END LOOP;
            END IF;
            IF full_at = 0 OR reserves THEN
                INSERT INTO hold SELECT wanted.tag, n, h FROM unnest(tags) WITH ORDINALITY AS wanted (tag, at)
                    WHERE full_at = 0 OR wanted.at < full_at ON CONFLICT DO NOTHING;
            END IF;
            IF full_at > 0 THEN
                RETURN QUERY SELECT 'full'::text, tags[full_at], 0::bigint;
                RETURN;
            END IF;
            IF owner <> me THEN
                UPDATE run SET exec_host = me WHERE run.number = n AND run.host = h;
                PERFORM floe_tell(owner || ' ');
            END IF;
            RETURN QUERY SELECT 'granted'::text, ''::text,
                CASE WHEN cardinality(tags) > 0 THEN nextval('floe_fence') ELSE 0 END;
        END $$;
        """
}
