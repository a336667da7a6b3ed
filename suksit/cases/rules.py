"""Who may hold, end, comment and attach: named predicates, readable as policy."""

from suksit.cases.models import ENDED_STATES, OPEN_STATES, REOPENABLE, ChangeCase
from workflow.actors import Actor


def can_hold_case(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator puts an open case on hold."""
    return case.state in OPEN_STATES and case.on_hold_since is None and actor.may("hold_case", case.region_id)


def can_resume_case(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator takes it up again."""
    return case.state in OPEN_STATES and case.on_hold_since is not None and actor.may("resume_case", case.region_id)


def can_cancel_case(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator ends an open case before its goal."""
    return case.state in OPEN_STATES and actor.may("cancel_case", case.region_id)


def can_reopen_case(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator lets a case that has ended go on. One joined with another goes on in that other."""
    return case.state in REOPENABLE and actor.may("reopen_case", case.region_id)


def can_comment_case(case: ChangeCase, actor: Actor) -> bool:
    """Everyone who takes part in the region's cases may say something, while the case is open."""
    return case.state in OPEN_STATES and actor.may_anywhere("comment_case")


def can_attach_document(case: ChangeCase, actor: Actor) -> bool:
    """Everyone who takes part in the region's cases may attach, while the case or the own draft is open."""
    if case.state == "draft":
        return case.created_by_id == actor.user_id
    return case.state not in ENDED_STATES and actor.may_anywhere("attach_document")


def can_set_archive_number(case: ChangeCase, actor: Actor) -> bool:
    """Each notes the number of the own archive, also when the case has ended."""
    return case.state != "draft" and actor.may_anywhere("set_archive_number")
