"""The reports that a person has begun and not sent, for the front page."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse

from suksit.cases.models import ChangeCase
from workflow.actors import Actor
from workflow.inbox.drafts import Draft


def draft_url(draft: ChangeCase) -> str:
    """Where a draft is continued: the step that was reached."""
    try:
        return reverse("report_edit", args=[draft.pk, draft.report.step_reached])
    except NoReverseMatch:
        return reverse("report_new")


def begun(actor: Actor) -> Iterator[Draft]:
    """The actor's drafts, the newest first. One query."""
    drafts = ChangeCase.objects.filter(region_id=actor.region_id, state="draft", created_by_id=actor.user_id)
    for row in drafts.select_related("report").order_by("-created_at"):
        yield Draft(row.title, draft_url(row), row.created_at)
