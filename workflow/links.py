"""One signed link to one page, for one person and one task. Nothing else opens with it."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from workflow import clock
from workflow.models import Assignment

SALT = "workflow.links"


class LinkClosed(Exception):
    """The link no longer opens: forged, done, withdrawn, or past its last day. `reason` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class LinkHolder:
    """Who a link is for, and the assignment it opens."""

    user_id: int
    assignment_id: int
    region_id: int


def path_for(assignment: Assignment, user_id: int, region_id: int) -> str:
    """The path of the link for a person."""
    token = signing.dumps([assignment.pk, user_id, region_id], salt=SALT)
    return reverse("by_link", args=[token])


def read(token: str) -> LinkHolder:
    """Who a link is for. Raises LinkClosed when it is not one of ours."""
    try:
        assignment_id, user_id, region_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkClosed("unknown") from error
    return LinkHolder(user_id, assignment_id, region_id)


def check_open(assignment: Assignment | None) -> Assignment:
    """The assignment, while its link opens. Raises LinkClosed when it is done, withdrawn or past its last day."""
    if assignment is None:
        raise LinkClosed("unknown")
    if assignment.state != Assignment.State.OPEN:
        raise LinkClosed("done")
    if assignment.due and assignment.due < clock.today():
        raise LinkClosed("expired")
    return assignment
