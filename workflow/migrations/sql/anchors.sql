-- Anchors are append-only, and made by the machine alone. A head is seen by those who see its case.

CREATE TRIGGER anchor_fixed BEFORE UPDATE OR DELETE ON workflow_anchor
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER anchor_not_emptied BEFORE TRUNCATE ON workflow_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER anchored_head_fixed BEFORE UPDATE OR DELETE ON workflow_anchoredhead
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_change();
CREATE TRIGGER anchored_head_not_emptied BEFORE TRUNCATE ON workflow_anchoredhead
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse_change();

ALTER TABLE workflow_anchor ENABLE ROW LEVEL SECURITY;
CREATE POLICY anchor_seen ON workflow_anchor FOR SELECT USING (true);
CREATE POLICY anchor_made ON workflow_anchor FOR INSERT WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE workflow_anchoredhead ENABLE ROW LEVEL SECURITY;
CREATE POLICY anchored_head_seen ON workflow_anchoredhead FOR SELECT USING (
    current_setting('app.system', true) = 'on'
    OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
CREATE POLICY anchored_head_made ON workflow_anchoredhead FOR INSERT
    WITH CHECK (current_setting('app.system', true) = 'on');

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_rw') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON workflow_anchor, workflow_anchoredhead FROM app_rw;
    END IF;
END
$$;
