"""The whole way of a case: whoever sees the case sees it; its flow as a file is for those who keep the region."""

from typing import Any

from tests.access.row import INSIDERS, Row, all_insiders, may
from workflow.models import Assignment


def open_step(cast: Any, case: Any) -> int:
    """The key of the open step of the case."""
    return Assignment.objects.get(case=case, step="choose_route", state="open").pk


ROWS = [
    Row("case_course", at="planning", who=all_insiders()),
    Row("case_course", at="draft", who=dict.fromkeys(INSIDERS, 404)),
    Row("case_course_bpmn", at="planning", who=may("kari")),
    Row("give_more_time", at="planning", part=open_step, who=may("kari")),
]
