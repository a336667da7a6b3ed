"""What looks alike: reports, cases and agreements of the region that share a word with a title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from suksit.cases.models import ChangeCase
from suksit.solutions.models import Agreement
from workflow.actors import Actor
from workflow.models import Participant

SHORTEST = 3
SHORTEST_WITHIN = 5
MOST_WORDS = 6
MOST_ROWS = 40
AT_ONCE = 3

# What nearly every title holds says nothing of what it is about.
# fmt: off
GENERAL = frozenset({
    "alle", "anskaffelse", "avtale", "avtalen", "bytte", "dagens", "den", "det", "digital", "digitale", "eller",
    "endre", "felles", "for", "fra", "helt", "ikke", "innen", "innføring", "ikkje", "kjøpe", "kommune", "kommunal",
    "kommunale", "kommunen", "kommuner", "kommunene", "løsning", "løsningen", "løysing", "løysinga", "med", "mellom",
    "new", "noe", "ny", "nye", "nytt", "og", "oppgradere", "oppgradering", "over", "program", "programmet", "replace",
    "region", "regionen", "som", "system", "systemer", "systemet", "the", "til", "tjeneste", "tjenester", "uten",
    "vår", "våre", "vårt", "and",
})
# fmt: on
TAILS = re.compile(r"s?(system|løsning|løysing|program|portal|verktøy)(et|en|er|ene|a|ar|ane)?$")
ENDINGS = re.compile(r"(?<=\w{4})(ene|ane|et|en|er|ar|a|e)$")
SILENT = ("draft", "withdrawn", "merged", "cancelled")
LATER = ("closed", "rejected", "handled_locally")


def telling_words(title: str) -> list[str]:
    """The words of a title that say what it is about: no general ones, and no "system" at their end."""
    found = []
    for word in re.findall(r"\w+", title.lower().replace("_", " ")):
        stem = TAILS.sub("", word) or word
        stem = ENDINGS.sub("", stem)
        if len(stem) >= SHORTEST and word not in GENERAL and stem not in GENERAL and not stem.isdigit():
            found.append(stem[:40])
    return list(dict.fromkeys(found))[:MOST_WORDS]


def holds(field: str, words: Iterable[str]) -> Q:
    """Rows whose text has one of the words: at the start of a word, or, when it is long enough, inside one."""
    found = Q(pk__in=[])
    for word in words:
        inside = len(word) >= SHORTEST_WITHIN
        found |= Q(**{f"{field}__icontains": word}) if inside else Q(**{f"{field}__iregex": rf"\m{word}"})
    return found


def score(words: Sequence[str], title: str, more: str = "") -> int:
    """How much a row looks alike: words in its title count double."""
    title, more = title.lower(), more.lower()
    return sum(2 * (word in title) + (word in more) for word in words)


def cases_like(title: str, actor: Actor, *, but: ChangeCase | None = None) -> list[ChangeCase]:
    """The cases that the actor sees and that look like a title, the open and most alike first. Three queries."""
    words = telling_words(title)
    if not words:
        return []
    text = SearchQuery(" | ".join(f"{word}:*" for word in words), config="norwegian", search_type="raw")
    rows = (
        ChangeCase.objects.filter(
            Q(search=text) | holds("title", words),
            pk__in=Participant.objects.filter(party_id__in=actor.parties).values("case_id"),
            region_id=actor.region_id,
        )
        .exclude(state__in=SILENT)
        .exclude(pk=but.pk if but else None)
        .prefetch_related("reporters__municipality")
        .order_by("-last_event_at")[:MOST_ROWS]
    )
    return sorted(rows, key=lambda case: (case.state in LATER, -score(words, case.title, case.summary)))


def agreements_like(title: str, region_id: int) -> list[Agreement]:
    """The agreements in the region that look like a title, the most alike first. One query."""
    words = telling_words(title)
    if not words:
        return []
    rows = (
        Agreement.objects.filter(holds("system", words), region_id=region_id)
        .select_related("party")
        .order_by("party__sort_key", "-ends_on")[:MOST_ROWS]
    )
    return sorted(rows, key=lambda row: -score(words, row.system))


@dataclass(frozen=True)
class Found:
    """What looks like a title: the first few of each, how many there are, and the own municipality's agreement."""

    cases: list[ChangeCase]
    agreements: list[Agreement]
    count: int
    own: Agreement | None


def like(title: str, actor: Actor, municipality_id: int | None, *, but: ChangeCase | None = None) -> Found:
    """At most three that look alike, a case first; what others run stands beside, the own is known already."""
    cases = cases_like(title, actor, but=but)
    agreements = agreements_like(title, actor.region_id)
    own = [row for row in agreements if row.party_id == municipality_id]
    others = [row for row in agreements if row.party_id != municipality_id]
    first = cases[: AT_ONCE - 1 if others else AT_ONCE]
    return Found(first, others[: AT_ONCE - len(first)], len(cases) + len(others), own[0] if own else None)


def own_agreement(title: str, region_id: int, municipality_id: int) -> Agreement | None:
    """The municipality's own agreement on what the title is about, if its list has one."""
    return next((row for row in agreements_like(title, region_id) if row.party_id == municipality_id), None)
