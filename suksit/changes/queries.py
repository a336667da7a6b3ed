"""Reading reports: whom one may report for, one's open drafts, what was asked, how much one may see."""

from typing import Any

from django.db.models import Max

from suksit.cases.models import ChangeCase
from suksit.changes.models import Assessment
from suksit.changes.rules import OPEN_TO_MORE
from suksit.regions.queries import member_parties
from workflow.actors import Actor
from workflow.models import Grade, HistoryEntry, HistoryText, Party


def may_report_for(actor: Actor) -> list[Party]:
    """The municipalities that the actor may report for, in Norwegian order: the own, or all for the coordinator."""
    if actor.region_id is None:
        return []
    own = actor.parties_with("report_change")
    members = member_parties(actor.region_id) if own or actor.may("report_on_behalf", actor.region_id) else []
    if actor.may("report_on_behalf", actor.region_id):
        return members
    return [party for party in members if party.pk in own]


def open_drafts(actor: Actor) -> list[ChangeCase]:
    """The actor's own drafts, the one last written on first."""
    return list(
        ChangeCase.objects.filter(state="draft", created_by_id=actor.user_id, region_id=actor.region_id)
        .select_related("report__municipality")
        .order_by("-last_event_at", "-pk")
    )


def latest_text(case: ChangeCase, deed: str, name: str) -> str:
    """The last version of a text of the last such deed on a case; empty when there is none."""
    row = (
        HistoryText.objects.filter(case_id=case.pk, entry__deed=deed, name=name, erased_at__isnull=True)
        .order_by("-entry__sequence", "-version")
        .first()
    )
    return row.text if row else ""


def last_mend(case: ChangeCase) -> HistoryEntry | None:
    """The last time the report was filled in or mended after it was sent."""
    return case.history.filter(deed="complete_report").select_related("actor", "party").order_by("-sequence").first()


def grade_of(case: ChangeCase, actor: Actor) -> int:
    """How much of the case the actor has, through any of the own parties."""
    found = case.participants.filter(party_id__in=actor.parties).aggregate(most=Max("grade"))["most"]
    return int(found or 0)


def sees_figures(grade: int) -> bool:
    """Whether a grade is enough for the rough value: the reporters, those asked, and the one who routes."""
    return grade >= Grade.ASKED


def open_for_merging(case: ChangeCase) -> Any:
    """The other reports in the region that this one may be joined with, the newest first."""
    return (
        ChangeCase.objects.filter(region_id=case.region_id, state__in=OPEN_TO_MORE)
        .exclude(pk=case.pk)
        .order_by("-number")
    )


def another_is_open(case: ChangeCase, actor: Actor) -> bool:
    """Whether there is another report to join this one with, whoever asks. One query."""
    return bool(open_for_merging(case).exists())


def assessment_of(case: ChangeCase) -> Assessment | None:
    """The assessment of a case with its scores, if it has one."""
    return Assessment.objects.filter(case=case).select_related("assessed_by").prefetch_related("scores").first()
