"""Who leads the buying, and who is in the evaluation group, is written by those who may say so: not by all who read."""

from django.db import migrations

KEPT = """
-- Whether the one who acts leads the buying of a case, or is the region's own: those who name the lead buyer.
CREATE FUNCTION procurement_leads(target uuid, lead bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('app.system', true), '') = 'on'
        OR lead = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
        OR EXISTS (
            SELECT 1 FROM workflow_case c
            WHERE c.id = target AND c.region_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
        )
$$;

DROP POLICY by_case ON procurement_plan;
CREATE POLICY plan_seen ON procurement_plan FOR SELECT USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
CREATE POLICY plan_new ON procurement_plan FOR INSERT WITH CHECK (
    procurement_leads(case_id, NULL)
    OR (lead_buyer_id IS NULL AND EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id))
);
CREATE POLICY plan_changed ON procurement_plan FOR UPDATE USING (procurement_leads(case_id, lead_buyer_id));
CREATE POLICY plan_dropped ON procurement_plan FOR DELETE USING (current_setting('app.system', true) = 'on');

DROP POLICY by_case ON procurement_responsible;
CREATE POLICY responsible_seen ON procurement_responsible FOR SELECT USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
CREATE POLICY responsible_new ON procurement_responsible FOR INSERT WITH CHECK (
    EXISTS (
        SELECT 1 FROM procurement_plan p WHERE p.case_id = procurement_responsible.case_id
            AND procurement_leads(p.case_id, p.lead_buyer_id)
    )
);
CREATE POLICY responsible_changed ON procurement_responsible FOR UPDATE USING (
    person_id = nullif(current_setting('app.user', true), '')::bigint
    OR EXISTS (
        SELECT 1 FROM procurement_plan p WHERE p.case_id = procurement_responsible.case_id
            AND procurement_leads(p.case_id, p.lead_buyer_id)
    )
);
-- One who is partial steps out.
CREATE POLICY responsible_dropped ON procurement_responsible FOR DELETE USING (
    person_id = nullif(current_setting('app.user', true), '')::bigint
    OR EXISTS (
        SELECT 1 FROM procurement_plan p WHERE p.case_id = procurement_responsible.case_id
            AND procurement_leads(p.case_id, p.lead_buyer_id)
    )
);
"""

OPEN_AGAIN = """
DROP POLICY responsible_seen ON procurement_responsible;
DROP POLICY responsible_new ON procurement_responsible;
DROP POLICY responsible_changed ON procurement_responsible;
DROP POLICY responsible_dropped ON procurement_responsible;
CREATE POLICY by_case ON procurement_responsible USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
DROP POLICY plan_seen ON procurement_plan;
DROP POLICY plan_new ON procurement_plan;
DROP POLICY plan_changed ON procurement_plan;
DROP POLICY plan_dropped ON procurement_plan;
CREATE POLICY by_case ON procurement_plan USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
DROP FUNCTION procurement_leads(uuid, bigint);
"""


class Migration(migrations.Migration):
    """Stricter row-level security on the plan and on the evaluation group."""

    dependencies = [("procurement", "0005_tenders_kept_secret")]

    operations = [migrations.RunSQL(KEPT, OPEN_AGAIN)]
