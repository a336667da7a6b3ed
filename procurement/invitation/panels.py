"""What a case shows of the question to the partners and of the commitment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.cases import ProcurementCase
from procurement.invitation import queries
from procurement.invitation.models import Invitation
from workflow import panels
from workflow.actors import Actor
from workflow.panels import Panel

LATER = ("planning", "competition", "award", "contract", "procured", "rollout", "benefits", "closed")
ASKING = ("invitation", "commitment", *LATER)
COMMITTING = ("commitment", *LATER)


def answers(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """Who answered what. Seven queries, whatever the number of parties."""
    invitation = Invitation.objects.filter(case_id=case.pk).first() if case.state in ASKING else None
    if invitation is None:
        return
    found = queries.matrix(case, actor)
    years = case.plan.years
    yield Panel(
        "invitation/answers.html",
        {
            "answers": found.answers,
            "answered": found.answered,
            "asked": found.asked,
            "total": found.total,
            "sees_values": found.sees_values,
            "value_label": ngettext("Value, %(years)s year", "Value, %(years)s years", years) % {"years": years},
            "questions": invitation.questions,
        },
        rank=20 if case.state == "invitation" else 30,
        earlier=case.state != "invitation",
        title=_("What the municipalities answer"),
        line=_("%(answered)s of %(asked)s have answered") % {"answered": found.answered, "asked": found.asked},
    )


def authorisations(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """Who has bound itself, on delegation or by which case, and who waits for which meeting. Two queries."""
    rows = queries.authorisations(case) if case.state in COMMITTING else []
    if not rows:
        return
    given = sum(row.state == "given" for row in rows)
    yield Panel(
        "invitation/authorisations.html",
        {
            "authorisations": rows,
            "given": given,
            "wanted": len(rows),
            "lead_buyer": case.plan.lead_buyer,
        },
        rank=20 if case.state == "commitment" else 35,
        earlier=case.state != "commitment",
        title=_("Authorisations"),
        line=_("%(given)s of %(wanted)s are given") % {"given": given, "wanted": len(rows)},
    )


panels.register(answers)
panels.register(authorisations)
