"""The demo: played once, by the product's own deeds, over the last three years."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from suksit.cases.models import ChangeCase
from suksit.demo.acts import ACTS, NEIGHBOUR_ACTS
from suksit.demo.agreements import load_agreements
from suksit.demo.people import HOME, engage_all
from suksit.demo.stage import Stage
from suksit.regions.engagements import personas
from suksit.regions.models import Region
from workflow import clock, participants
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Grade, Notification, Party

NEIGHBOUR = Path(settings.BASE_DIR) / "fixtures" / "demo" / "neighbour.toml"
YEARS = 4
MAIL_DAYS = 14


def is_played() -> bool:
    """Whether the demo stands in the database."""
    with acting_as(SYSTEM):
        return ChangeCase.objects.filter(region__name=HOME).exists()


def play(say: Callable[[str], Any] = print) -> None:
    """Play the demo up to today, all or nothing."""
    today = clock.today()
    with transaction.atomic():
        engage_all(since=date(today.year - YEARS, 1, 1))
        region = Region.objects.select_related("party").get(party__name=HOME)
        load_agreements(region, today)
        Stage(region, today, say).play(list(ACTS))
        Stage(Region.objects.get(is_demo=True), today, say).play(list(NEIGHBOUR_ACTS))
        forget_old_mail(today - timedelta(days=MAIL_DAYS))


def forget_old_mail(before: date) -> None:
    """Mails of the last fortnight are written to the folder; those before it were read long ago."""
    with acting_as(SYSTEM):
        old = Notification.objects.filter(state=Notification.State.WAITING, created_at__date__lt=before)
        keys = list(old.values_list("pk", flat=True))
        old.update(state=Notification.State.SENT)
    ProcrastinateJob.objects.filter(args__notification_id__in=keys).delete()


def table() -> list[tuple[str, str, str, str]]:
    """The cases as rows: number, title, state, municipalities that take part."""
    with acting_as(SYSTEM):
        cases = list(ChangeCase.objects.filter(region__name=HOME).exclude(state="draft").order_by("number"))
        grades = participants.grades(cases)
        names = {party.pk: party.name for party in Party.objects.filter(kind="organisation").order_by("sort_key")}
    rows = []
    for case in cases:
        joined = [name for key, name in names.items() if grades.get((case.pk, key), 0) >= Grade.TAKES_PART]
        rows.append((case.number, case.title, case.state, ", ".join(joined)))
    return rows


def mail_folder() -> str:
    """Where the demo's mails lie."""
    return str(settings.EMAIL_FILE_PATH)


def logins() -> list[tuple[str, str, str]]:
    """Who may be signed in as: user name, name, role and place."""
    return [(row.person.username, row.person.display_name, f"{row.role}, {row.party.name}") for row in personas()]
