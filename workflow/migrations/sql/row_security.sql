-- Who acts is told by set_config(…, true) in the transaction: app.user, app.region, app.parties, app.system.
-- Without it nothing is seen. The owner of the tables is not bound by this and never serves a request.

ALTER TABLE workflow_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY participant_own ON workflow_participant FOR SELECT USING (
    current_setting('app.system', true) = 'on'
    OR (
        party_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
        AND region_id = nullif(current_setting('app.region', true), '')::bigint
    )
);

ALTER TABLE workflow_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_seen ON workflow_case FOR SELECT USING (
    current_setting('app.system', true) = 'on'
    OR (
        region_id = nullif(current_setting('app.region', true), '')::bigint
        AND (
            (state = 'draft' AND created_by_id = nullif(current_setting('app.user', true), '')::bigint)
            OR (
                state <> 'draft'
                AND EXISTS (
                    SELECT 1
                    FROM workflow_participant p
                    WHERE p.case_id = workflow_case.id
                        AND p.party_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
                )
            )
        )
    )
);
CREATE POLICY case_new ON workflow_case FOR INSERT WITH CHECK (
    current_setting('app.system', true) = 'on'
    OR (
        region_id = nullif(current_setting('app.region', true), '')::bigint
        AND created_by_id = nullif(current_setting('app.user', true), '')::bigint
        AND state = 'draft'
    )
);
CREATE POLICY case_moved ON workflow_case FOR UPDATE USING (true) WITH CHECK (
    current_setting('app.system', true) = 'on'
    OR region_id = nullif(current_setting('app.region', true), '')::bigint
);
CREATE POLICY case_dropped ON workflow_case FOR DELETE USING (
    state = 'draft' AND created_by_id = nullif(current_setting('app.user', true), '')::bigint
);

-- A table that hangs on a case is seen and written by those who see the case.
CREATE FUNCTION workflow_guard_case_table(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY by_case ON %s USING (current_setting(''app.system'', true) = ''on'' '
        'OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id))', target
    );
END
$$;
SELECT workflow_guard_case_table(t::regclass)
FROM unnest(ARRAY[
    'workflow_assignment', 'workflow_comment', 'workflow_document',
    'workflow_historyentry', 'workflow_historytext', 'workflow_notification'
]) AS t;
