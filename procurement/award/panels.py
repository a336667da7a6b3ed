"""What a case shows of the award: who was chosen and why, and until when nobody may sign."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from procurement.award.rules import current_award
from procurement.award.standstill import first_day_to_sign, is_running
from procurement.cases import ProcurementCase
from procurement.competition.rules import is_in_the_know
from workflow.actors import Actor
from workflow.panels import Panel, register

AFTER = ("award", "contract", "procured", "rollout", "benefits", "closed")


def award_panels(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """The panels, from the decision on. Before it nothing is told, not even that something is recommended."""
    if case.state not in AFTER or not hasattr(case, "plan"):
        return
    award = current_award(case)
    if award is None or award.decided_on is None or not actor.may_anywhere("read_cases"):
        return
    joined = case.authorisations.filter(state="given", party_id__in=actor.parties).exists()
    yield Panel(
        "award/panel_award.html",
        {"award": award, "reason": award.reason if joined or is_in_the_know(case, actor) else ""},
        rank=16 if case.state == "award" else 50,
        earlier=case.state != "award",
        title=_("The supplier is chosen"),
        line=award.winner.supplier,
    )
    if case.state == "award" and award.letters_sent_on:
        yield Panel(
            "award/panel_standstill.html",
            {
                "award": award,
                "first_day": first_day_to_sign(award),
                "running": is_running(award),
                "complaint": award.complaint_on is not None and award.complaint_settled_on is None,
            },
            side=True,
            rank=10,
        )


register(award_panels)
