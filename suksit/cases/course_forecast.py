"""When a case will probably reach its next step, and be in use: judged by the region's own cases, and by no others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.cases.stages import BY_STATE, STAGES
from suksit.cases.steps import CASE_DEEDS
from suksit.templatetags.form_of import as_date, day_month
from workflow import clock
from workflow.actors import SYSTEM, Actor
from workflow.context import machine_acts
from workflow.forecast import Forecast, Spell, TooFew, forecast
from workflow.models import HistoryEntry

NEWEST = 200  # cases of the region that are looked at: what took long ten years ago says little
LIVE = "confirm_go_live"
Move = tuple[UUID, str, str, date]
PLACES = {stage.name: number for number, stage in enumerate(STAGES)}


@dataclass
class Way:
    """What one case has been through: the day that each stage was first reached, that it went live, that it ended."""

    reached: dict[str, date] = field(default_factory=dict)
    live: date | None = None
    ended: date | None = None

    def until(self, stage: str, today: date) -> tuple[Spell | None, Spell | None]:
        """How long it took from a stage to the next, and to go live; None for a stage that was never reached."""
        start = self.reached.get(stage)
        if start is None:
            return None, None
        later = [day for name, day in self.reached.items() if PLACES[name] > PLACES[stage]]
        last = self.ended or today
        return spell(start, min(later, default=None), last), spell(start, self.live, last)


def spell(start: date, reached: date | None, last: date) -> Spell:
    """The days from a start to an event, or to the last day that is known of when it has not come."""
    return Spell(((reached or last) - start).days, reached is not None)


def ways(moves: Iterable[Move]) -> dict[UUID, Way]:
    """The way of each case, from its history: (case, deed, state, day), the oldest first."""
    found: dict[UUID, Way] = defaultdict(Way)
    for case, deed, state, day in moves:
        way = found[case]
        if deed == LIVE:
            way.live = way.live or day
        elif state in ENDED_STATES:
            way.ended = day
        elif state in BY_STATE:
            way.reached.setdefault(BY_STATE[state].name, day)
    return found


def moves_of_region(region_id: int, newest: int | None = NEWEST) -> list[Move]:
    """What the newest cases of a region went through, or all. One query; only keys, states and days are read."""
    cases = ChangeCase.objects.filter(region_id=region_id).exclude(number="").order_by("-pk").values("pk")[:newest]
    rows = HistoryEntry.objects.filter(case_id__in=cases, deed__in=[*CASE_DEEDS, LIVE]).exclude(to_state="")
    found = rows.order_by("case_id", "sequence").values_list("case_id", "deed", "to_state", "happened_at")
    return [(case, deed, state, as_date(at)) for case, deed, state, at in found]


def outlook(case: ChangeCase, actor: Actor) -> list[str]:
    """What the page of a case says of the time ahead: a line for the next step, and one for the day of use.

    Nothing for a case that has ended or rests, and nothing of what it has reached already. The region's own history is
    read by the machine, for the reader may know some of its cases only; nothing but days and a count is shown. Three
    queries.
    """
    if case.state in ENDED_STATES or case.state not in BY_STATE or case.on_hold_since:
        return []
    with machine_acts(SYSTEM, restore=actor):
        found = ways(moves_of_region(case.region_id))
    own = found.pop(case.pk, None)
    stage = BY_STATE[case.state].name
    if own is None or stage not in own.reached:
        return []
    today = clock.today()
    waited = (today - own.reached[stage]).days
    pairs = [way.until(stage, today) for way in found.values()]
    lines = []
    if stage != STAGES[-1].name:
        lines.append(of_next_step(forecast(known(pair[0] for pair in pairs), waited, today)))
    if own.live is None:
        lines.append(of_use(forecast(known(pair[1] for pair in pairs), waited, today)))
    return lines


def known(spells: Iterable[Spell | None]) -> list[Spell]:
    """Those of the cases that have been there."""
    return [one for one in spells if one is not None]


def of_next_step(found: Forecast | TooFew) -> str:
    """The line on the next step; when it cannot be said, how many cases it takes."""
    if isinstance(found, TooFew):
        return _(
            "When the next step comes cannot be said yet: it takes %(needed)s cases like this; there are %(count)s."
        ) % {
            "needed": found.needed,
            "count": found.cases,
        }
    return _("The next step probably comes %(when)s, judged by %(count)s cases.") % {
        "when": between(found.first, found.last),
        "count": found.cases,
    }


def of_use(found: Forecast | TooFew) -> str:
    """The line on the first municipality that uses the solution; when it cannot be said, how many cases it takes."""
    if isinstance(found, TooFew):
        return _("When it is in use cannot be said yet: it takes %(needed)s cases like this; there are %(count)s.") % {
            "needed": found.needed,
            "count": found.cases,
        }
    return _("The first municipality probably uses the solution %(when)s, judged by %(count)s cases.") % {
        "when": between(found.first, found.last),
        "count": found.cases,
    }


def between(first: date, last: date) -> str:
    """Two days in words: between 3 and 20 March."""
    if first == last:
        return _("around %(day)s") % {"day": day_month(first)}
    same = (first.year, first.month) == (last.year, last.month)
    start = date_format(first, pgettext("day of the month", "j")) if same else day_month(first)
    return _("between %(first)s and %(last)s") % {"first": start, "last": day_month(last)}
