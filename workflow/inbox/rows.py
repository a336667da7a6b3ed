"""The rows of the front page, in the words of the page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from workflow.deeds import REGISTRY
from workflow.inbox.queries import Waiting
from workflow.models import HistoryEntry


def task(row: Waiting) -> dict[str, Any]:
    """One thing that waits for me: what, why, until when, about how long, and the button."""
    words = {"party": row.assignment.party.name, "case": row.assignment.case.title}
    return {
        "title": _("%(deed)s: %(case)s") % {"deed": str(row.title) % words, "case": row.assignment.case.title},
        "url": row.url,
        "why": str(row.deed.why) % words,
        "due": row.assignment.due,
        "minutes": row.deed.minutes,
        "button": row.deed.label,
    }


def waited_for(row: Waiting) -> dict[str, Any]:
    """One thing that I wait for others to do."""
    assignment = row.assignment
    return {
        "title": _("%(deed)s: %(case)s")
        % {"deed": str(row.title) % {"party": assignment.party.name}, "case": assignment.case.title},
        "url": reverse("case", args=[assignment.case_id]),
        "holder": assignment.person.display_name if assignment.person else assignment.party.name,
        "since": assignment.opened_at,
    }


def event(entry: HistoryEntry) -> dict[str, Any]:
    """One thing that somebody else has done."""
    return {
        "who": entry.party.name if entry.party else "SuksIT",
        "what": REGISTRY[entry.deed].told_of(entry),
        "link": {"label": entry.case.title, "url": reverse("case", args=[entry.case_id])},
        "at": entry.happened_at,
        "by": entry.actor.display_name if entry.actor else "",
    }
