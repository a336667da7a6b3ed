DROP TRIGGER history_touches ON workflow_historyentry;
DROP FUNCTION workflow_history_touches();
CREATE FUNCTION workflow_touch(target uuid, at timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT workflow_may_touch(target) THEN
        RAISE EXCEPTION 'not a participant of this case' USING ERRCODE = '42501';
    END IF;
    UPDATE workflow_case SET last_event_at = at, version = version + 1 WHERE id = target;
    UPDATE workflow_participant SET sort_at = at WHERE case_id = target;
END
$$;
