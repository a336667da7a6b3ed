-- What happens in a case moves it to the top of everybody's list: the history sees to it, so that no deed can forget.

CREATE FUNCTION workflow_history_touches() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE workflow_case SET last_event_at = NEW.happened_at, version = version + 1 WHERE id = NEW.case_id;
    UPDATE workflow_participant SET sort_at = NEW.happened_at WHERE case_id = NEW.case_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER history_touches AFTER INSERT ON workflow_historyentry
    FOR EACH ROW EXECUTE FUNCTION workflow_history_touches();
DROP FUNCTION workflow_touch(uuid, timestamptz);
