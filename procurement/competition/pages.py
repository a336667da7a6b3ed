"""The page of a deed in a procurement, as every stage from the competition on has it: what is alike, said once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from procurement.cases import ProcurementCase
from procurement.competition import gates
from procurement.competition.queries import fixed_list
from procurement.competition.rules import require_purchaser
from procurement.planning.actions import GateClosed
from procurement.planning.rules import missing_before_freeze
from workflow import pages
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.loading import load_case
from workflow.transitions import require

Says = Callable[[ProcurementCase, Actor], bool]


@dataclass(frozen=True)
class DeedPage:
    """One deed on one case, before one who holds the right. `allowed` is the rule's answer for now."""

    request: HttpRequest
    case: ProcurementCase
    deed: str
    allowed: bool

    @property
    def actor(self) -> Actor:
        """Who asks for the page."""
        return self.request.actor

    def show(self, *, form: Callable[..., Form], act: Callable[[Form], Any], **page: Any) -> HttpResponse:
        """Show the form or do the deed, as `workflow.pages.deed_page`. What a closed gate lacks lands in the form."""

        def through_the_gate(filled: Form) -> None:
            try:
                with transaction.atomic():
                    act(filled)
            except GateClosed as closed:
                raise gates.as_error(self.case, closed.missing, self.actor) from closed

        return pages.deed_page(
            self.request, self.case, self.deed, allowed=self.allowed, form=form, act=through_the_gate, **page
        )


def open_page(
    request: HttpRequest, case_id: UUID, deed: str, *, right: Says | None = None, rule: Says | None = None
) -> DeedPage:
    """Open the page of a deed for one who holds the right to it, whatever the case's state.

    `right` says who that is, when it is not the lead buyer's purchaser; `rule` whether it may be done now, when that is
    not the deed's own rule. Raises Http404 to who does not see the case, PermissionDenied to who has no right.
    """
    case = load_case(request, case_id, ProcurementCase)
    if right is None:
        require_purchaser(case, request.actor, deed)
    else:
        require(right(case, request.actor))
    return DeedPage(request, case, deed, (rule or REGISTRY[deed].rule)(case, request.actor))


def router_of(deed: str) -> Says:
    """The right of the one who routes the case: the deed's permission at the region."""
    return lambda case, actor: actor.may(deed, case.region_id)


def before_fixing(page: DeedPage) -> dict[str, Any]:
    """What a page shows before it fixes the participants: the list, the value, the agreement, and what is missing."""
    case = page.case
    if case.state != "planning":
        return {}
    return {
        "missing": gates.in_words(case, missing_before_freeze(case), page.actor),
        "fixed": fixed_list(case),
        "years": case.plan.years,
        "agreement": case.plan.existing_agreement,
    }
