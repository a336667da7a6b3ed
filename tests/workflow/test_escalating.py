"""Those who keep the region are told of a late task, once for each last day, two working days after it."""

from datetime import date
from typing import Any

import pytest

from tests.errand.models import Errand
from tests.personas import Cast
from tests.workflow.mailbox import Mailbox
from tests.workflow.test_extending import errand, on, question, told
from workflow import clock, escalating, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.delivery import deliver
from workflow.models import Assignment, Notification

__all__ = ["errand"]


def escalate(day: date) -> int:
    """One morning."""
    with on(day):
        return escalating.escalate_overdue()


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 12, 15), 0),
        (date(2026, 12, 16), 0),  # the day of the late reminder
        (date(2026, 12, 17), 1),
        (date(2026, 12, 30), 1),
    ],
)
def test_told_two_working_days_after_the_last_one(cast: Cast, errand: Errand, day: date, count: int) -> None:
    assert escalate(day) == count
    assert told(errand, outbox.LATE) == ["kari"] * count


def test_told_once_and_written_down(cast: Cast, errand: Errand) -> None:
    assert [escalate(date(2026, 12, 17)), escalate(date(2026, 12, 18))] == [1, 0]
    entry = errand.history.get(deed="escalate_task")
    assert entry.data == {
        "step": "reply_errand",
        "party": cast.party("Rollag").pk,
        "deadline": "2026-12-15",
        "told": 1,
    }
    assert entry.actor is None


def test_weekend_is_no_time_to_do_it(cast: Cast, errand: Errand) -> None:
    """The last day is a Friday: told on the Tuesday."""
    Assignment.objects.filter(pk=question(cast, errand).pk).update(due=date(2026, 12, 11))
    assert [escalate(date(2026, 12, 13)), escalate(date(2026, 12, 14)), escalate(date(2026, 12, 15))] == [0, 0, 1]


@pytest.mark.parametrize(
    "values",
    [
        {"waits_for_meeting": True},
        {"due": None},
        {"state": "withdrawn", "closed_at": clock.now()},
        {"step": "answer_invitation"},
    ],
)
def test_left_in_peace(cast: Cast, errand: Errand, values: dict[str, Any]) -> None:
    """A political body, no last day, taken back, and a step that tells somebody else in its own way."""
    Assignment.objects.filter(pk=question(cast, errand).pk).update(**values)
    assert escalate(date(2026, 12, 17)) == 0


def test_case_on_hold_is_left_in_peace(cast: Cast, errand: Errand) -> None:
    Errand.objects.filter(pk=errand.pk).update(on_hold_since=clock.now())
    assert escalate(date(2026, 12, 17)) == 0


def test_nobody_is_above_those_who_keep_the_region(cast: Cast, errand: Errand) -> None:
    """Their own task is reminded of like any other, and they are not told of themselves."""
    Assignment.objects.filter(pk=question(cast, errand).pk).update(due=None)
    Assignment.objects.filter(case=errand, step="decide_errand", state="open").update(due=date(2026, 12, 15))
    assert escalate(date(2026, 12, 17)) == 0
    assert told(errand, outbox.LATE) == []
    assert not errand.history.filter(deed="escalate_task").exists()


def test_mail_says_who_what_and_since_when(cast: Cast, errand: Errand, mailbox: Mailbox) -> None:
    escalate(date(2026, 12, 17))
    with acting_as(SYSTEM):
        row = Notification.objects.get(kind=outbox.LATE)
        Notification.objects.filter(pk=row.pk).update(context={**row.context, "step": "sign_contract"})
    assert deliver(row.pk)
    (mail,) = mailbox.mails
    assert mailbox.subjects() == ["Forsinket: Kopipapir"]
    text = mail.get_payload()[0].get_payload(decode=True).decode().replace("\xa0", " ")
    assert "Dette venter på Rollag i saken «Kopipapir». Fristen var tirsdag" in text
    assert "15. desember" in text
    assert "Signer kontrakten" in text
    assert f"/sak/{errand.pk}/" in text
