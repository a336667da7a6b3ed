"""Lists of cases: through the participant rows of the actor's parties, the newest event first."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from suksit.cases.models import ENDED_STATES, OPEN_STATES
from suksit.cases.stages import BY_SLUG, STAGES
from workflow import gathering
from workflow.actors import Actor
from workflow.inbox.queries import mine
from workflow.models import Assignment, Grade, Participant

CONFIG = "norwegian"
LONGEST = 200
OPERATORS = re.compile(r'"|(^|\s)-|\sor\s', re.IGNORECASE)
OPEN = "open"
MINE = "mine"
OWN = "own"
OWN_AT = "own:"
ENDED = "ended"


@dataclass(frozen=True)
class Wanted:
    """What is asked for: words, and one filter: open, mine, own, ended, or the slug of a step."""

    q: str = ""
    show: str = OPEN


def rows_of(actor: Actor) -> QuerySet[Participant]:
    """One participant row for each case that the actor's parties take part in, drafts left out."""
    rows = Participant.objects.filter(party_id__in=actor.parties, region_id=actor.region_id).exclude(
        case__state="draft"
    )
    if len(actor.parties) > 1:
        earlier = Participant.objects.filter(
            case_id=OuterRef("case_id"), party_id__in=actor.parties, pk__lt=OuterRef("pk")
        )
        rows = rows.exclude(Exists(earlier))
    return rows


def condition(show: str, actor: Actor) -> Q:
    """What a filter lets through."""
    if show == ENDED:
        return Q(case__state__in=ENDED_STATES)
    if show == MINE:
        waiting = Assignment.objects.filter(
            mine(actor),
            gathering.ready(),
            state=Assignment.State.OPEN,
            case__on_hold_since__isnull=True,
        )
        return Q(case_id__in=waiting.values("case_id"))  # asked once, not once for each case
    if show == OWN:
        taking = Participant.objects.filter(
            case_id=OuterRef("case_id"), party_id__in=actor.parties, grade__gte=Grade.TAKES_PART
        )
        return Q(Exists(taking), case__state__in=OPEN_STATES)
    if show.startswith(OWN_AT):
        return condition(OWN, actor) & condition(show.removeprefix(OWN_AT), actor)
    if show in BY_SLUG:
        return Q(case__state__in=BY_SLUG[show].states)
    return Q(case__state__in=OPEN_STATES)


def found(actor: Actor, wanted: Wanted) -> QuerySet[Participant]:
    """The rows of the list, the newest event first."""
    rows = rows_of(actor).filter(condition(wanted.show, actor))
    if wanted.q:
        rows = rows.filter(matching(wanted.q, actor))
    return rows.select_related("case").order_by("-sort_at", "case_id")


def counts(actor: Actor) -> dict[str, int]:
    """How many cases each filter holds, by its name. One query."""
    shows = [OPEN, MINE, OWN, ENDED, *(stage.slug for stage in STAGES)]
    return rows_of(actor).aggregate(**{show: Count("pk", filter=condition(show, actor)) for show in shows})


def matching(q: str, actor: Actor) -> Q:
    """Cases whose words, number or archive numbers fit: Norwegian stems, and the beginning of the last word.

    "in quotes", -without and or are understood as in a search on the web.
    """
    words = re.findall(r"\w+", q)
    condition = Q(case__number__istartswith=q) | Q(case__archive_number__icontains=q)
    own = Participant.objects.filter(
        case_id=OuterRef("case_id"), party_id__in=actor.parties, archive_number__icontains=q
    )
    condition |= Q(Exists(own))
    if words:
        condition |= Q(case__search=SearchQuery(q, config=CONFIG, search_type="websearch"))
        if not OPERATORS.search(q):
            begun = " & ".join([*words[:-1], f"{words[-1]}:*"])
            condition |= Q(case__search=SearchQuery(begun, config=CONFIG, search_type="raw"))
            condition |= Q(case__title__icontains=q)
    return condition


def cleaned(q: str) -> str:
    """What was searched for, fit for the database."""
    return " ".join(q.replace("\x00", "").split())[:LONGEST]


def waiting_by_case(cases: Sequence[Any]) -> dict[Any, list[Assignment]]:
    """The open assignments whose turn has come, by case, the oldest first. One query."""
    rows = (
        Assignment.objects.filter(case_id__in=[case.pk for case in cases], state=Assignment.State.OPEN)
        .annotate(is_ready=ExpressionWrapper(gathering.ready(), output_field=BooleanField()))
        .select_related("party", "person")
        .order_by("opened_at", "pk")
    )
    grouped: dict[Any, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.is_ready:
            grouped[row.case_id].append(row)
    return grouped
