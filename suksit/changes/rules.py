"""Who may do what with a report: named predicates, readable as policy."""

from collections.abc import Iterable

from suksit.cases.models import ChangeCase
from workflow.actors import Actor

BEFORE_DECISION = ("reported", "assessment")
OPEN_TO_MORE = (*BEFORE_DECISION, "accepted")


def is_reporter(case: ChangeCase, actor: Actor) -> bool:
    """Whether the actor reports for the municipality that the report is from."""
    return actor.may("report_change", case.report.municipality_id)


def can_save_draft(case: ChangeCase, actor: Actor) -> bool:
    """A draft stays with its reporter."""
    return case.state == "draft" and case.created_by_id == actor.user_id


def can_report_change(case: ChangeCase, actor: Actor) -> bool:
    """The reporter sends the draft, for the own municipality or as coordinator on behalf of one."""
    return can_save_draft(case, actor) and (is_reporter(case, actor) or actor.may("report_on_behalf", case.region_id))


def can_complete_report(case: ChangeCase, actor: Actor) -> bool:
    """What was left out is filled in until the decision: by the reporting municipality, or by the coordinator."""
    return case.state in BEFORE_DECISION and (
        actor.may("complete_report", case.report.municipality_id) or actor.may("mend_case", case.region_id)
    )


def can_withdraw_report(case: ChangeCase, actor: Actor) -> bool:
    """The reporting municipality takes its report back, until the decision."""
    return case.state in BEFORE_DECISION and actor.may("withdraw_report", case.report.municipality_id)


def can_ask_for_more(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator asks the reporter for more."""
    return case.state in BEFORE_DECISION and actor.may("ask_for_more", case.region_id)


def can_assess_report(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator fills in the project assessment."""
    return case.state in BEFORE_DECISION and actor.may("assess_report", case.region_id)


def can_accept_report(case: ChangeCase, actor: Actor) -> bool:
    """BP1: the coordinator lets the project start."""
    return case.state in BEFORE_DECISION and actor.may("accept_report", case.region_id)


def can_reject_report(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator says no, with a reason."""
    return case.state in BEFORE_DECISION and actor.may("reject_report", case.region_id)


def can_handle_locally(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator lets the municipality go on alone."""
    return case.state in BEFORE_DECISION and actor.may("handle_locally", case.region_id)


def can_merge_report(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator joins it with another report of the same need."""
    return case.state in BEFORE_DECISION and actor.may("merge_report", case.region_id)


def may_join_for(case: ChangeCase, actor: Actor) -> set[int]:
    """The municipalities that the actor may join to the report: the own ones that have not reported it already."""
    own = actor.parties_with("join_report")
    return own - {row.municipality_id for row in case.reporters.all()} if own else set()


def can_join_report(case: ChangeCase, actor: Actor) -> bool:
    """Another municipality says: we have the same need. Until the partners are asked."""
    return case.state in OPEN_TO_MORE and bool(may_join_for(case, actor))


def reporting(case: ChangeCase) -> Iterable[int]:
    """The municipalities that have reported the need."""
    return dict.fromkeys([case.report.municipality_id, *(row.municipality_id for row in case.reporters.all())])
