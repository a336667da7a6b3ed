-- Checked doors: they run as the owner, and ask first whether the caller may.

CREATE FUNCTION workflow_may_touch(target uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('app.system', true), '') = 'on'
        OR EXISTS (
            SELECT 1 FROM workflow_case c
            WHERE c.id = target
                AND c.region_id = nullif(current_setting('app.region', true), '')::bigint
                AND (
                    (c.state = 'draft' AND c.created_by_id = nullif(current_setting('app.user', true), '')::bigint)
                    OR EXISTS (
                        SELECT 1 FROM workflow_participant p
                        WHERE p.case_id = c.id
                            AND p.party_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
                    )
                )
        )
$$;

CREATE FUNCTION workflow_admit(target uuid, parties bigint[], at_least integer) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT workflow_may_touch(target) THEN
        RAISE EXCEPTION 'not a participant of this case' USING ERRCODE = '42501';
    END IF;
    INSERT INTO workflow_participant (case_id, party_id, region_id, grade, sort_at, archive_number)
    SELECT c.id, party, c.region_id, at_least, c.last_event_at, ''
    FROM workflow_case c CROSS JOIN unnest(parties) AS party
    WHERE c.id = target
    ON CONFLICT (case_id, party_id) DO UPDATE SET grade = greatest(workflow_participant.grade, excluded.grade);
END
$$;

CREATE FUNCTION workflow_set_grade(target uuid, party bigint, wanted integer) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT workflow_may_touch(target) THEN
        RAISE EXCEPTION 'not a participant of this case' USING ERRCODE = '42501';
    END IF;
    UPDATE workflow_participant SET grade = wanted WHERE case_id = target AND party_id = party;
END
$$;

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

CREATE FUNCTION workflow_parties(cases uuid[]) RETURNS TABLE (case_id uuid, party_id bigint, grade smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.case_id, p.party_id, p.grade
    FROM workflow_participant p
    WHERE p.case_id = ANY (cases) AND workflow_may_touch(p.case_id)
$$;

CREATE FUNCTION workflow_next_number(region bigint, of_year integer) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(region::text || '-' || of_year::text, 29));
    SELECT coalesce(max(split_part(number, '-', 2)::integer), 0) INTO last
    FROM workflow_case WHERE region_id = region AND number LIKE of_year::text || '-%';
    RETURN last + 1;
END
$$;

-- Who takes part is written through these doors alone; a party notes only its own archive number directly.
CREATE POLICY participant_number ON workflow_participant FOR UPDATE USING (
    party_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
    AND region_id = nullif(current_setting('app.region', true), '')::bigint
);
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_rw') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON workflow_participant FROM app_rw;
        GRANT UPDATE (archive_number) ON workflow_participant TO app_rw;
    END IF;
END
$$;
