DROP TRIGGER history_text_not_emptied ON workflow_historytext;
DROP TRIGGER history_text_kept ON workflow_historytext;
DROP TRIGGER history_not_emptied ON workflow_historyentry;
DROP TRIGGER history_fixed ON workflow_historyentry;
DROP FUNCTION workflow_refuse_change();
DROP TRIGGER history_chain ON workflow_historyentry;
DROP FUNCTION workflow_history_chain();
DROP FUNCTION workflow_history_payload(workflow_historyentry);
