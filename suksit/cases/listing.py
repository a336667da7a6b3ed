"""The list of cases, in the words of the page."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from suksit.cases import queries
from suksit.cases.models import ENDED_STATES
from suksit.cases.stages import BY_SLUG, STAGES, stage_of
from suksit.cases.words import holder_of, listed, people_at_bodies
from workflow import gathering
from workflow.actors import Actor
from workflow.inbox.queries import is_mine
from workflow.models import Assignment, Case, Participant

ENDED_WORDS = {
    "closed": gettext_lazy("Finished"),
    "rejected": gettext_lazy("Not started"),
    "handled_locally": gettext_lazy("Handled locally"),
    "merged": gettext_lazy("Joined with another"),
    "withdrawn": gettext_lazy("Taken back"),
    "cancelled": gettext_lazy("Cancelled"),
}
SHOWS = {"alle": queries.OPEN, "mine": queries.MINE, "kommune": queries.OWN, "avsluttet": queries.ENDED}
MOST = 3


def wanted(values: Any) -> queries.Wanted:
    """What an address asks for: `?q=…&vis=mine`, `&steg=planlegging`, or with `&hvem=mine` one's own municipality's.

    What is not known counts as all.
    """
    step, own = values.get("steg", ""), values.get("hvem") == "mine"
    if step in BY_SLUG:
        show = f"{queries.OWN_AT}{step}" if own else step
    else:
        show = queries.OWN if own else SHOWS.get(values.get("vis", ""), queries.OPEN)
    return queries.Wanted(q=queries.cleaned(values.get("q", "")), show=show)


def parameters(want: queries.Wanted) -> dict[str, str]:
    """The filter as parameters of an address, the search left out."""
    if want.show in BY_SLUG:
        return {"steg": want.show}
    if want.show.startswith(queries.OWN_AT):
        return {"steg": want.show.removeprefix(queries.OWN_AT), "hvem": "mine"}
    name = next(name for name, show in SHOWS.items() if show == want.show)
    return {} if want.show == queries.OPEN else {"vis": name}


def filters(actor: Actor, want: queries.Wanted, own_name: str) -> list[dict[str, Any]]:
    """The pills: all open, mine, my municipality's, the steps that hold something, ended. One query."""
    count = queries.counts(actor)
    labels = [
        (queries.OPEN, _("All open")),
        (queries.MINE, pgettext("filter", "Waiting for you")),
        *([(queries.OWN, own_name)] if own_name else []),
        *((stage.slug, stage.label) for stage in STAGES if count[stage.slug] or want.show == stage.slug),
        (queries.ENDED, pgettext("filter", "Ended")),
    ]
    if want.show.startswith(queries.OWN_AT):
        stage = BY_SLUG[want.show.removeprefix(queries.OWN_AT)]
        labels.insert(-1, (want.show, f"{own_name}: {stage}"))
    rows = []
    for show, label in labels:
        query = parameters(queries.Wanted(show=show)) | ({"q": want.q} if want.q else {})
        url = reverse("case_list") + (f"?{urlencode(query)}" if query else "")
        rows.append({"label": label, "url": url, "count": count.get(show), "current": show == want.show})
    return rows


def rows(participants: Sequence[Participant], actor: Actor) -> list[dict[str, Any]]:
    """The rows of one page of the list. One query, and one for each right that a body is waited for by."""
    waiting = queries.waiting_by_case([row.case for row in participants])
    names = people_at_bodies([one for found in waiting.values() for one in found], actor.region_id or 0)
    return [row(one.case, actor, waiting[one.case_id], names) for one in participants]


def row(case: Case, actor: Actor, waiting: Sequence[Assignment], people: Mapping[int, str]) -> dict[str, Any]:
    """One case: its name, its step, and with whom it is. `people` act for bodies, by assignment."""
    shown: dict[str, Any] = {
        "title": case.title,
        "url": reverse("case", args=[case.pk]),
        "number": case.number,
        "summary": Truncator(case.summary).chars(140),
        "step": stage_of(case.state) or "",
    }
    if case.state in ENDED_STATES:
        done = case.state == "closed"
        return shown | {"state": "done" if done else "no", "words": ENDED_WORDS[case.state], "step": ""}
    if case.on_hold_since:
        return shown | {"state": "paused"}
    if not waiting:
        return shown | {"state": "nothing", "words": _("Nothing waits now")}
    mine = [one for one in waiting if is_mine(one, actor)]
    names = [people.get(one.pk) or holder_of(one, case.region_id) for one in waiting]
    shown["holder"] = pgettext("with", "you") if mine else listed(names, most=MOST)
    first = (mine or waiting)[0]
    if not gathering.gathers(first.step):
        shown["since"] = first.opened_at
    return shown
