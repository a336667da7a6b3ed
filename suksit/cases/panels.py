"""What a case shows of who takes part."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.cases.models import ChangeCase
from suksit.cases.words import listed
from workflow import participants
from workflow.actors import Actor
from workflow.models import Grade, Party, PartyKind
from workflow.panels import Panel, register

ALL = 400


def who_takes_part(case: ChangeCase, actor: Actor) -> Iterator[Panel]:
    """The municipalities by how much of the case they have, and who leads the buying. Two queries."""
    grades = {party: grade for (_case, party), grade in participants.grades([case]).items()}
    known = Party.objects.filter(pk__in=[party for party, grade in grades.items() if grade >= Grade.ASKED])
    by_grade: dict[int, list[str]] = defaultdict(list)
    for party in known.order_by("sort_key"):
        if party.kind == PartyKind.ORGANISATION:
            by_grade[grades[party.pk]].append(party.name)
    frozen = getattr(getattr(case, "invitation", None), "frozen_on", None)
    facts = [
        {"label": _("Takes part"), "value": listed(by_grade[Grade.TAKES_PART], most=ALL)},
        {
            "label": _("Was asked, is not with") if frozen else pgettext("participants", "Asked"),
            "value": listed(by_grade[Grade.ASKED], most=ALL),
        },
    ]
    lead_buyer = getattr(getattr(case, "plan", None), "lead_buyer", None)
    if lead_buyer:
        facts.append({"label": _("Leads the buying"), "value": lead_buyer.name})
    facts = [fact for fact in facts if fact["value"]]
    if facts:
        note = _("The list is locked. Nobody can join or leave.") if frozen else ""
        yield Panel("cases/participants.html", {"facts": facts, "note": note}, side=True, rank=60)


register(who_takes_part)
