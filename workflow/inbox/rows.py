"""The rows of the front page, in the words of the page."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from workflow import gathering, people
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.inbox import sharing
from workflow.inbox.drafts import Draft
from workflow.inbox.queries import Waiting
from workflow.models import Assignment, HistoryEntry, PartyKind

MOST = 4


def worded(words: Any, values: Mapping[str, Any]) -> str:
    """A deed's words with the party and the case put in. Words without a place for them stand as they are."""
    text = str(words)
    return text % values if "%(" in text else text


def listed(names: Iterable[str], most: int = MOST) -> str:
    """Names as they are said: Flesberg, Rollag og Sigdal. What is more than `most` is counted."""
    rows = list(dict.fromkeys(names))
    if len(rows) > most:
        more = len(rows) - most + 1
        rows = [*rows[: most - 1], ngettext("%(count)s other", "%(count)s others", more) % {"count": more}]
    if len(rows) < 2:
        return "".join(rows)
    return _("%(first)s and %(last)s") % {"first": ", ".join(rows[:-1]), "last": rows[-1]}


def doer(entry: HistoryEntry, region_id: int) -> str:
    """The one who did it, as people say: a municipality, the coordinator, a person of a body, or the machine."""
    if entry.party_id is None:
        return "SuksIT"
    if entry.party_id == region_id:
        return pgettext("doer", "The coordinator")
    return entry.actor.display_name if speaks_alone(entry) else entry.party.name


def done_by(entry: HistoryEntry) -> str:
    """Below what was done: the person; for a person of a body, the body."""
    if entry.actor is None:
        return ""
    return entry.party.name if speaks_alone(entry) else entry.actor.display_name


def speaks_alone(entry: HistoryEntry) -> bool:
    """A person of a body is named first, as the names of bodies are long."""
    return entry.actor is not None and entry.party is not None and entry.party.kind == PartyKind.BODY


def title_of(row: Waiting) -> str:
    """What is to be done, and about what: the child record where the deed can tell, otherwise the case.

    A title that already names the case does not say it twice.
    """
    party = row.assignment.party.name
    if row.others:
        count = len(row.others) + 1
        party = ngettext("%(count)s party", "%(count)s parties", count) % {"count": count}
    words = {"party": party, "case": row.assignment.case.title}
    text = str(row.title)
    if "%(case)s" in text:
        return worded(text, words)
    return _("%(deed)s: %(case)s") % {"deed": worded(text, words), "case": row.about or row.assignment.case.title}


def task(row: Waiting, actor: Actor, shared: Container[int]) -> dict[str, Any]:
    """One thing that waits for me: what, why, until when, about how long, the button, and how it is shared out.

    The case stands before the reason where the title names what the child record is about instead. `shared` are the
    tasks that a colleague may do as well, by key. What no deed in the code can do has no button.
    """
    if row.deed is None:
        return lost(row)
    words = {"party": row.assignment.party.name, "case": row.assignment.case.title}
    why = worded(row.deed.why, words)
    return {
        "title": title_of(row),
        "url": row.url,
        "why": f"{words['case']}: {why}" if row.about else why,
        "due": row.assignment.due,
        "minutes": row.deed.minutes,
        "button": worded(row.deed.label, words),
        "held": sharing.said(row.assignment, actor),
        "sharing": sharing.links(row.assignment, actor, shared=row.assignment.pk in shared),
    }


def lost(row: Waiting) -> dict[str, Any]:
    """A task that nobody can do any more: said plainly, in which case, and who sees to it."""
    return {
        "title": row.assignment.case.title,
        "url": "",
        "why": _("The step does not exist any more. The coordinator sees it on the operations page."),
        "due": row.assignment.due,
        "minutes": 0,
        "button": "",
        "held": "",
        "sharing": [],
    }


def waited_for(row: Waiting, names: Mapping[int, str]) -> dict[str, Any]:
    """One thing that I wait for others to do. `names` are those of the people who act for bodies, by assignment."""
    assignment = row.assignment
    return {
        "title": title_of(row),
        "url": reverse("case", args=[assignment.case_id]),
        "holder": holders([assignment, *row.others], names),
        "since": None if gathering.gathers(assignment.step) else assignment.opened_at,
    }


def holders(rows: Iterable[Assignment], names: Mapping[int, str]) -> str:
    """Whom it waits for."""
    return listed(holder(row, names) for row in rows)


def holder(row: Assignment, names: Mapping[int, str]) -> str:
    """Whom one assignment waits for: somebody named, the coordinator, a party, or the one who acts for a body."""
    if row.person:
        return row.person.display_name
    if row.pk in names:
        return names[row.pk]
    return pgettext("holder", "the coordinator") if row.party_id == row.case.region_id else row.party.name


def names_at_bodies(rows: Iterable[Waiting], region_id: int) -> dict[int, str]:
    """Who acts for the bodies that are waited for, by assignment. One query for each right."""
    at_bodies = [
        one
        for row in rows
        for one in (row.assignment, *row.others)
        if one.party.kind == PartyKind.BODY and not one.person_id
    ]
    found = {}
    for permission in sorted({one.permission for one in at_bodies}):
        asked = [one for one in at_bodies if one.permission == permission]
        for person in people.with_permission(permission, {one.party_id for one in asked}, region_id):
            found |= {one.pk: person.name for one in asked if one.party_id == person.party_id}
    return found


def event(entry: HistoryEntry) -> dict[str, Any]:
    """One thing that somebody else has done."""
    return {
        "who": doer(entry, entry.case.region_id),
        "what": _("%(told)s:") % {"told": REGISTRY[entry.deed].told_of(entry)},
        "link": {"label": entry.case.title, "url": reverse("case", args=[entry.case_id])},
        "at": entry.happened_at,
        "by": done_by(entry),
    }


def draft(row: Draft) -> dict[str, Any]:
    """Something that I have begun."""
    return {"title": row.title, "url": row.url, "at": row.at}
