"""The whole way of a case: whoever sees the case sees it; its flow as a file is for those who keep the region."""

from tests.access.row import INSIDERS, Row, all_insiders, may

ROWS = [
    Row("case_course", at="planning", who=all_insiders()),
    Row("case_course", at="draft", who=dict.fromkeys(INSIDERS, 404)),
    Row("case_course_bpmn", at="planning", who=may("kari", "berit")),
]
