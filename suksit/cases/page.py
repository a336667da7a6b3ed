"""The page of a case, put together: where it is, whose turn, what is known, what comes, what has happened."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suksit.cases import steps, timeline, turn
from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.cases.words import listed
from suksit.changes.models import ChangeKind
from suksit.templatetags.form_of import day_month
from workflow import deeds, history, panels, undoing
from workflow.actors import Actor
from workflow.models import Assignment, Document, Participant, PartyKind, Visibility
from workflow.visibility import eyes_of, visible_documents

LATEST = 7
BELOW = 60  # side panels from this rank on stand below the documents
ON_HOLD = ("comment_case", "attach_document", "set_archive_number", "cancel_case")
SHORT_NOTES = {
    Visibility.OWN: timeline.KEPT_TO[Visibility.OWN],
    Visibility.PARTICIPANTS: timeline.KEPT_TO[Visibility.PARTICIPANTS],
    Visibility.GROUP: timeline.KEPT_TO[Visibility.GROUP],
}


def of_case(case: ChangeCase, actor: Actor) -> dict[str, Any]:
    """Context for `cases/case.html`. The number of queries does not grow with parties, documents or events."""
    eyes = eyes_of(case, actor)
    waiting = turn.open_assignments(case)
    mine = [] if case.on_hold_since else turn.mine_now(case, actor, waiting)
    moves = steps.moves_of(case)
    bar = steps.bar(case, moves, waiting)
    documents = list(visible_documents(case, actor, eyes))
    by_key = {str(row.pk): row for row in documents}
    latest = [row for row in history.entries(case, eyes)[: LATEST * 3] if row.deed in deeds.REGISTRY][:LATEST]
    found = panels.of_case(case, actor)
    return bar | {
        "case": case,
        "crumbs": crumbs(case),
        "lead": lead(case),
        "undo": undo_of(case, actor),
        "turn": turn_of(case, actor, eyes, waiting, mine, moves),
        "main_panels": [panel for panel in found if not panel.side and not panel.earlier],
        "earlier_panels": [panel for panel in found if not panel.side and panel.earlier],
        "side_panels": [panel for panel in found if panel.side and panel.rank < BELOW],
        "lower_panels": [panel for panel in found if panel.side and panel.rank >= BELOW],
        "next": steps.what_comes(case, bar["next_step"]),
        "documents": [{"name": row.name, "url": url_of(row), "note": note_of(row)} for row in documents],
        "visible_to": visible_to(documents),
        "deeds": others(case, actor, mine),
        "case_file_url": next((found["url"] for found in turn.link("", "case_file", case.pk)), ""),
        "facts_beside": archive_numbers(case, actor),
        "events": timeline.events(case, history.with_texts(case, latest, eyes), by_key),
        "history_url": reverse("case_history", args=[case.pk]),
        "as_of_url": reverse("case_as_of", args=[case.pk]),
    }


def crumbs(case: ChangeCase, *more: str) -> list[dict[str, Any]]:
    """Saker › 2026-014."""
    rows: list[dict[str, Any]] = [{"label": _("Cases"), "url": reverse("case_list")}]
    rows.append({"label": case.number, "url": reverse("case", args=[case.pk]) if more else None})
    return rows + [{"label": label, "url": None} for label in more]


def lead(case: ChangeCase) -> str:
    """Who reported it, when, and what sort of change it is."""
    rows = case.reporters.select_related("municipality").order_by("pk")
    names = [row.municipality.name for row in rows]
    kind = dict(ChangeKind.choices).get(case.kind, "")
    reported = case.report.reported_on
    if not names or not reported:
        return str(kind)
    told = _("Reported by %(municipalities)s %(day)s.") % {
        "municipalities": listed(names),
        "day": day_month(reported),
    }
    return f"{told} {kind}." if kind else told


def turn_of(
    case: ChangeCase,
    actor: Actor,
    eyes: history.Eyes,
    waiting: Sequence[Assignment],
    mine: Sequence[Assignment],
    moves: Sequence[Any],
) -> dict[str, Any] | None:
    """The box that says whose turn it is."""
    if case.state in ENDED_STATES:
        last = history.with_texts(case, history.entries(case, eyes).filter(pk=moves[-1].pk), eyes) if moves else []
        return turn.ended(case, actor, last[0] if last else None)
    if case.on_hold_since:
        held = history.entries(case, eyes).filter(deed="hold_case")[:1]
        told = history.with_texts(case, held, eyes)
        return turn.on_hold(case, actor, " ".join(said.text for row in told for said in row.texts))
    return turn.my_turn(case, actor, mine) if mine else turn.others_turn(case, actor, waiting)


def undo_of(case: ChangeCase, actor: Actor) -> dict[str, str] | None:
    """One's own last step, when nobody has built on it: what it was, and where it is taken back, or why it stands."""
    last = None if case.on_hold_since else undoing.last_of(case, actor)
    if last is None:
        return None
    entry = last.entry
    return {
        "words": _("You did this last: %(told)s.") % {"told": deeds.told_of(entry)},
        "stands": last.stands,
        "url": "" if last.stands else reverse("undo_step", args=[case.pk, entry.pk]),
        "label": str(deeds.REGISTRY["undo_step"].label),
    }


def others(case: ChangeCase, actor: Actor, mine: Sequence[Assignment]) -> list[dict[str, str]]:
    """What else may be done: the deeds that are not already the button above. On hold, what moves nothing."""
    shown = {row.step for row in mine}
    words = {"party": "", "case": case.title}
    return [
        {"label": turn.worded(deed.label, words), "url": deed.url(case)}
        for deed in deeds.available(case, actor)
        if deed.name not in shown and (not case.on_hold_since or deed.name in ON_HOLD)
    ]


def url_of(document: Document) -> str:
    """Where a document is fetched."""
    return reverse("document", args=[document.pk])


def note_of(document: Document) -> str:
    """Who may read it, when that is fewer than the region."""
    return str(SHORT_NOTES.get(document.visibility, ""))


def visible_to(documents: Sequence[Document]) -> str:
    """One sentence when everybody in the region may read all of them."""
    if documents and all(row.visibility == Visibility.REGION for row in documents):
        return ngettext(
            "Visible to everyone in the region", "All are visible to everyone in the region", len(documents)
        )
    return ""


def archive_numbers(case: ChangeCase, actor: Actor) -> list[dict[str, str]]:
    """The numbers in the archives: the region's, and the actor's own municipality's. One query."""
    rows = []
    if case.archive_number:
        rows.append({"label": case.region.name, "value": case.archive_number})
    own = Participant.objects.filter(case_id=case.pk, party_id__in=actor.parties, party__kind=PartyKind.ORGANISATION)
    rows += [
        {"label": row.party.name, "value": row.archive_number}
        for row in own.select_related("party")
        if row.archive_number
    ]
    return rows
