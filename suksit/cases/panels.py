"""What a case shows of who takes part."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.accounts.models import User
from suksit.cases.models import ChangeCase
from suksit.cases.more_time import tasks_with_a_last_day
from suksit.cases.words import listed
from suksit.regions.unreached import not_reached
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


def whom_mails_do_not_reach(case: ChangeCase, actor: Actor) -> Iterator[Panel]:
    """For the coordinator: who was not reached about this case, and where the address is mended. Two queries."""
    if not actor.may("keep_region", case.region_id):
        return
    people = User.objects.filter(pk__in=not_reached(case=case)).order_by("first_name", "last_name", "username")
    rows = [{"name": one.display_name, "url": reverse("mend_person", args=[one.pk])} for one in people]
    if rows:
        yield Panel("cases/unreached.html", {"people": rows}, side=True, rank=30)


register(who_takes_part)
register(whom_mails_do_not_reach)
register(tasks_with_a_last_day)
