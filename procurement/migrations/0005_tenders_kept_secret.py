"""Tenders and recommendations are kept from everybody but those who handle them, until a supplier is chosen."""

from django.db import migrations

KNOWN = """
-- Whether the one who acts handles the tenders of a case: named in the evaluation group, or of the lead buyer.
CREATE FUNCTION procurement_in_the_know(target uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('app.system', true), '') = 'on'
        OR EXISTS (
            SELECT 1 FROM procurement_responsible r
            WHERE r.case_id = target
                AND r.task = 'evaluator'
                AND r.person_id = nullif(current_setting('app.user', true), '')::bigint
        )
        OR EXISTS (
            SELECT 1 FROM procurement_plan p
            WHERE p.case_id = target
                AND p.lead_buyer_id = ANY (nullif(current_setting('app.parties', true), '')::bigint[])
        )
$$;

-- Whether a supplier is chosen in a competition.
CREATE FUNCTION procurement_is_awarded(target bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM procurement_award a WHERE a.competition_id = target AND a.decided_on IS NOT NULL)
$$;

-- Whether a supplier is chosen in the competition of a case that runs, or ran last.
CREATE FUNCTION procurement_case_is_awarded(target uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM procurement_award a JOIN procurement_competition c ON c.id = a.competition_id
        WHERE a.case_id = target AND a.decided_on IS NOT NULL AND c.cancelled_on IS NULL
    )
$$;

DROP POLICY by_case ON procurement_tender;
CREATE POLICY tender_seen ON procurement_tender FOR SELECT USING (
    current_setting('app.system', true) = 'on'
    OR (
        EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
        AND (procurement_in_the_know(case_id) OR procurement_is_awarded(competition_id))
    )
);
CREATE POLICY tender_new ON procurement_tender FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id) AND procurement_in_the_know(case_id)
);
CREATE POLICY tender_changed ON procurement_tender FOR UPDATE USING (
    EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id) AND procurement_in_the_know(case_id)
);
CREATE POLICY tender_dropped ON procurement_tender FOR DELETE USING (
    current_setting('app.system', true) = 'on'
);

DROP POLICY by_case ON procurement_award;
CREATE POLICY award_seen ON procurement_award FOR SELECT USING (
    current_setting('app.system', true) = 'on'
    OR (
        EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
        AND (decided_on IS NOT NULL OR procurement_in_the_know(case_id))
    )
);
CREATE POLICY award_new ON procurement_award FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id) AND procurement_in_the_know(case_id)
);
CREATE POLICY award_changed ON procurement_award FOR UPDATE USING (
    EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id) AND procurement_in_the_know(case_id)
);
CREATE POLICY award_dropped ON procurement_award FOR DELETE USING (
    current_setting('app.system', true) = 'on'
);

-- The words of the group in the history: who recommends whom, and what a complaint says.
CREATE POLICY group_words ON workflow_historytext AS RESTRICTIVE FOR SELECT USING (
    visibility <> 'group' OR procurement_in_the_know(case_id) OR procurement_case_is_awarded(case_id)
);
"""

FORGOTTEN = """
DROP POLICY group_words ON workflow_historytext;
DROP POLICY award_seen ON procurement_award;
DROP POLICY award_new ON procurement_award;
DROP POLICY award_changed ON procurement_award;
DROP POLICY award_dropped ON procurement_award;
CREATE POLICY by_case ON procurement_award USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
DROP POLICY tender_seen ON procurement_tender;
DROP POLICY tender_new ON procurement_tender;
DROP POLICY tender_changed ON procurement_tender;
DROP POLICY tender_dropped ON procurement_tender;
CREATE POLICY by_case ON procurement_tender USING (
    current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM workflow_case c WHERE c.id = case_id)
);
DROP FUNCTION procurement_case_is_awarded(uuid);
DROP FUNCTION procurement_is_awarded(bigint);
DROP FUNCTION procurement_in_the_know(uuid);
"""


class Migration(migrations.Migration):
    """Stricter row-level security on tenders, awards, and the evaluation group's words."""

    dependencies = [("procurement", "0004_law"), ("workflow", "0002_guards")]

    operations = [migrations.RunSQL(KNOWN, FORGOTTEN)]
