-- The history is append-only and chained per case. The trigger gives an entry its place, its time and its hash.

CREATE FUNCTION workflow_history_payload(e workflow_historyentry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(
        e.previous_hash, e.case_id, e.sequence,
        extract(epoch FROM e.happened_at)::text, extract(epoch FROM e.recorded_at)::text,
        e.actor_id, e.on_behalf_of_id, e.capacity, e.party_id, e.deed, e.from_state, e.to_state, e.channel,
        e.data, e.digests
    )::text
$$;

CREATE FUNCTION workflow_history_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    last workflow_historyentry;
    who text := nullif(current_setting('app.user', true), '');
BEGIN
    IF who IS NULL AND coalesce(current_setting('app.system', true), '') <> 'on' THEN
        RAISE EXCEPTION 'a history entry needs an actor';
    END IF;
    IF NEW.actor_id IS DISTINCT FROM who::bigint THEN
        RAISE EXCEPTION 'a history entry names the one who acts';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.case_id::text, 17));
    SELECT * INTO last FROM workflow_historyentry WHERE case_id = NEW.case_id ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last.sequence, 0) + 1;
    NEW.previous_hash := coalesce(last.hash, '');
    NEW.recorded_at := clock_timestamp();
    NEW.hash := encode(sha256(convert_to(workflow_history_payload(NEW), 'UTF8')), 'hex');
    RETURN NEW;
END
$$;
CREATE TRIGGER history_chain BEFORE INSERT ON workflow_historyentry
    FOR EACH ROW EXECUTE FUNCTION workflow_history_chain();

CREATE FUNCTION workflow_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER history_fixed BEFORE UPDATE OR DELETE ON workflow_historyentry
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER history_not_emptied BEFORE TRUNCATE ON workflow_historyentry
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER history_text_kept BEFORE DELETE ON workflow_historytext
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER history_text_not_emptied BEFORE TRUNCATE ON workflow_historytext
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_rw') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON workflow_historyentry FROM app_rw;
        REVOKE DELETE, TRUNCATE ON workflow_historytext FROM app_rw;
    END IF;
END
$$;
