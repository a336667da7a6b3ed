DROP POLICY participant_number ON workflow_participant;
DROP FUNCTION workflow_next_number(bigint, integer);
DROP FUNCTION workflow_parties(uuid[]);
DROP FUNCTION workflow_touch(uuid, timestamptz);
DROP FUNCTION workflow_set_grade(uuid, bigint, integer);
DROP FUNCTION workflow_admit(uuid, bigint[], integer);
DROP FUNCTION workflow_may_touch(uuid);
