"""A case as it was, in words: read from the record of that day, with what the reader may see today."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.as_of import BuyingAsOf
from suksit.accounts.models import User
from suksit.cases import as_of_buying, as_of_change
from suksit.cases.as_of import ChangeAsOf
from suksit.cases.models import ChangeCase
from suksit.cases.paper import Section, Table, filled, known
from suksit.cases.stages import stage_of
from suksit.cases.turn import ENDED
from suksit.changes.models import ChangeKind
from workflow import history
from workflow.actors import Actor
from workflow.as_of import CaseAsOf, as_of
from workflow.deeds import REGISTRY
from workflow.inbox.rows import worded
from workflow.models import Case, Grade, Party
from workflow.visibility import eyes_of

NOTHING_YET = "draft"


def end_of(day: date) -> datetime:
    """The last moment of a day in Norway."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def of_day(case: ChangeCase, actor: Actor, day: date) -> dict[str, Any]:
    """What `cases/as_of.html` shows of a day: sections, and on how many entries they rest. At most 24 queries."""
    record = as_of(case, end_of(day), eyes=eyes_of(case, actor))
    if record.state == NOTHING_YET:
        return {"sections": [], "entries": 0}
    parties = dict(Party.objects.filter(pk__in=named_in(record)).order_by("sort_key").values_list("pk", "name"))
    people = {row.pk: row.display_name for row in User.objects.filter(pk__in=people_in(record))}
    change: ChangeAsOf = record.parts["change"]
    buying: BuyingAsOf = record.parts["buying"]
    found = [
        the_case(case, record, change, parties, people),
        who_took_part(record, parties),
        as_of_change.assessment(case, actor, change),
        *(as_of_buying.sections(case, actor, buying, parties, people) if buying.plan else ()),
        as_of_change.rollouts(change, parties, people),
        as_of_change.benefits(change, parties),
    ]
    return {"sections": filled(found), "entries": record.entries, "broken": bool(history.verify(case.pk))}


def named_in(record: CaseAsOf) -> set[int]:
    """Every party that the record names."""
    buying: BuyingAsOf = record.parts["buying"]
    change: ChangeAsOf = record.parts["change"]
    lead = {buying.plan.lead_buyer_id} if buying.plan and buying.plan.lead_buyer_id else set()
    return {*record.grades, *(turn.party for turn in record.turns), *change.reporters, *change.rollouts, *lead}


def people_in(record: CaseAsOf) -> set[int]:
    """Every person that the record names."""
    leads = {row.local_lead_id for row in record.parts["change"].rollouts.values() if row.local_lead_id}
    return {*(turn.person for turn in record.turns if turn.person), *record.parts["buying"].group, *leads}


def state_words(state: str) -> str:
    """Where the case was: the step of the step bar, or how it had ended."""
    return str(ENDED.get(state) or stage_of(state))


def the_case(
    case: Case, record: CaseAsOf, change: ChangeAsOf, parties: Mapping[int, str], people: Mapping[int, str]
) -> Section:
    """Where it was, and whose turn it was."""
    rows = [
        (
            worded(REGISTRY[turn.step].title or REGISTRY[turn.step].label, {"party": name, "case": case.title}),
            people.get(turn.person, name) if turn.person else name,
        )
        for turn in record.turns
        for name in [parties.get(turn.party, "")]
        if turn.step in REGISTRY
    ]
    reporters = [name for party, name in parties.items() if party in change.reporters]
    return Section(
        _("The case"),
        facts=known(
            (_("Step"), state_words(record.state)),
            (_("On hold"), _("yes") if record.on_hold else ""),
            (_("Kind"), dict(ChangeKind.choices).get(change.kind, "")),
            (_("Reported by"), ", ".join(reporters)),
        ),
        tables=[Table(_("Whose turn it was"), (_("What was waited for"), _("Who")), rows)],
    )


def who_took_part(record: CaseAsOf, parties: Mapping[int, str]) -> Section:
    """Every party with its part in the case."""
    levels = {
        Grade.ROUTES: _("Coordinates"),
        Grade.TAKES_PART: _("Takes part"),
        Grade.ASKED: _("Is asked"),
        Grade.KNOWS: _("Knows of it"),
    }
    rows = [(name, levels[Grade(record.grades[party])]) for party, name in parties.items() if party in record.grades]
    table = Table(_("Who took part, and how"), (_("Party"), _("Part in the case")), rows)
    return Section(_("Participants"), tables=[table])
