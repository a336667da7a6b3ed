"""Pages, addresses and mails around the decision on a report."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.changes import actions
from suksit.changes.panels import of_report
from tests.walk import Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Notification

Browse = Callable[[str], Client]


ENDING = {"reject_report": "rejected", "handle_locally": "handled_locally"}


WORDS = {"reason": "Vi har det alt i fellesløsningen."}


def now(case: ChangeCase) -> ChangeCase:
    """The case as it stands in the database."""
    with acting_as(SYSTEM):
        return ChangeCase.objects.select_related("report").get(pk=case.pk)


def at(deed: str, case: ChangeCase) -> str:
    """The page of a deed."""
    return reverse(deed, args=[case.pk])


def told(case: ChangeCase, deed: str) -> set[str]:
    """Who was told by mail that a deed was done."""
    with acting_as(SYSTEM):
        rows = Notification.objects.filter(case=case, fact__startswith=f"{deed}:", kind="workflow/decided")
        return set(rows.values_list("recipient__username", flat=True))


def page(response: Any) -> str:
    """What the page says."""
    return response.content.decode()


def bare(walker: Walker) -> ChangeCase:
    """A report with a title and a kind alone."""
    draft = walker.to("draft")
    walker.cast.do("ola", actions.report_change, draft)
    return now(draft)


def panels(walker: Walker, name: str, case: ChangeCase) -> list[Any]:
    """What a person sees of the report on the page of the case."""
    return walker.cast.see(name, lambda actor: list(of_report(now(case), actor)))
