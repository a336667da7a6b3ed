"""A person gives an open task more time: the reason is written down, and the reminders begin anew."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from tests.errand import actions as errands
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from workflow import clock, extending, outbox, ticking
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, Notification
from workflow.transitions import OnHold, Stale

OSLO = ZoneInfo("Europe/Oslo")


def on(day: date) -> clock.travel:
    """Some morning."""
    return clock.travel(datetime(day.year, day.month, day.day, 9, tzinfo=OSLO))


@pytest.fixture
def errand(cast: Cast) -> Errand:
    """An errand on which Rollag is asked on 1 December, with 15 December as the last day."""
    with on(date(2026, 12, 1)):
        errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
        cast.do("kari", errands.triage_errand, errand)
        return cast.do("kari", errands.ask_errand, errand, [cast.party("Rollag").pk])


def question(cast: Cast, errand: Errand) -> Assignment:
    """The question to Rollag."""
    rows = Assignment.objects.select_related("case").filter(case=errand)
    return cast.see("kari", lambda _: rows.get(step="reply_errand"))


def give(cast: Cast, errand: Errand, until: date, *, name: str = "kari", reason: str = "Ferie.") -> Assignment:
    """Somebody gives Rollag more time, on 10 December."""
    key = question(cast, errand).pk
    with on(date(2026, 12, 10)):
        return cast.do(name, extending.give_more_time, errand, key, until, reason=reason)


def test_last_day_moves_with_the_reason_in_the_history(cast: Cast, errand: Errand) -> None:
    """A Saturday becomes the Monday."""
    row = give(cast, errand, date(2026, 12, 19))
    assert row.due == question(cast, errand).due == date(2026, 12, 21)
    entry = errand.history.get(deed="give_more_time")
    assert entry.data == {
        "step": "reply_errand",
        "assignment": row.pk,
        "party": cast.party("Rollag").pk,
        "permission": "answer_invitation",
        "from": "2026-12-15",
        "to": "2026-12-21",
    }
    assert entry.texts.get().text == "Ferie."
    assert entry.actor == cast.people["kari"]


@pytest.mark.parametrize("until", [date(2026, 12, 15), date(2026, 12, 1), date(2027, 12, 17)])
def test_day_that_is_not_later_or_too_late_is_refused(cast: Cast, errand: Errand, until: date) -> None:
    with pytest.raises(ValueError, match="must be later, and within a year"):
        give(cast, errand, until)
    assert question(cast, errand).due == date(2026, 12, 15)
    assert not errand.history.filter(deed="give_more_time").exists()


def test_day_within_a_year_that_is_a_holiday_is_moved_beyond_it(cast: Cast, errand: Errand) -> None:
    assert give(cast, errand, date(2026, 12, 24)).due == date(2026, 12, 24)
    assert give(cast, errand, date(2026, 12, 25)).due == date(2026, 12, 28)


@pytest.mark.parametrize("name", ["ola", "dag"])
def test_only_the_one_who_routes_the_case_may(cast: Cast, errand: Errand, name: str) -> None:
    with pytest.raises(PermissionDenied):
        give(cast, errand, date(2026, 12, 21), name=name)


def test_task_that_is_done_gets_no_more_time(cast: Cast, errand: Errand) -> None:
    """Whoever was asked has replied meanwhile."""
    reply = cast.see("kari", lambda _: Reply.objects.get(case=errand))
    cast.do("ola", errands.reply_errand, reply, "yes")
    with pytest.raises(Stale):
        give(cast, errand, date(2026, 12, 21))


def test_case_on_hold_is_left_in_peace(cast: Cast, errand: Errand) -> None:
    Errand.objects.filter(pk=errand.pk).update(on_hold_since=clock.now())
    with pytest.raises(OnHold):
        give(cast, errand, date(2026, 12, 21))


def test_task_without_a_last_day_has_none_to_move(cast: Cast, errand: Errand) -> None:
    """Nor has one whose last day is another deed's to move."""
    row = question(cast, errand)
    assert extending.can_give_more_time(row, cast.actor("kari"))
    row.due = None
    assert not extending.can_give_more_time(row, cast.actor("kari"))


def test_step_whose_day_another_deed_moves_is_kept_out(
    cast: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extending, "_kept", {"reply_errand"})
    assert not extending.can_give_more_time(question(cast, errand), cast.actor("kari"))
    assert cast.see("kari", lambda _: list(extending.extendable(errand))) == []
    with pytest.raises(Stale):
        give(cast, errand, date(2026, 12, 21))


def told(errand: Errand, kind: str) -> list[str]:
    """Who was told, by name."""
    with acting_as(SYSTEM):
        rows = Notification.objects.filter(case=errand, kind=kind)
        return sorted(rows.values_list("recipient__username", flat=True))


def run_on(*days: date) -> None:
    """Some mornings of the clockwork."""
    for day in days:
        with on(day):
            ticking.run_all()


def test_reminders_and_escalation_begin_anew_with_the_new_day(cast: Cast, errand: Errand) -> None:
    """Near and late for 15 December, then more time, then near and late again, and the coordinator each time."""
    run_on(date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 16), date(2026, 12, 17))
    assert told(errand, outbox.REMINDED) == ["dag", "dag", "ola", "ola"]
    assert told(errand, outbox.LATE) == ["kari"]
    with on(date(2026, 12, 17)):
        cast.do(
            "kari", extending.give_more_time, errand, question(cast, errand).pk, date(2026, 12, 28), reason="Ferie."
        )
    assert question(cast, errand).escalated_at is None
    run_on(date(2026, 12, 18), date(2026, 12, 21))
    assert told(errand, outbox.REMINDED) == ["dag", "dag", "ola", "ola"]
    run_on(date(2026, 12, 22), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 30))
    assert told(errand, outbox.REMINDED) == ["dag"] * 4 + ["ola"] * 4
    assert told(errand, outbox.LATE) == ["kari", "kari"]
