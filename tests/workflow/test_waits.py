"""The steps that wait: for an event, for a day, for enough of many, and round after round."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.errand import long
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from workflow import assignments, clock, flows, timers
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.gather import Tally
from workflow.models import Assignment, HistoryEntry
from workflow.waits import rounds_of

MEMBERS = {"ola": "Rollag", "ingrid": "Kongsberg", "tor": "Notodden"}


def moment(text: str) -> datetime:
    """A moment in Norway."""
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def in_november() -> Iterator[None]:
    """The clock stands on Tuesday 24 November 2026 at noon."""
    with clock.travel(moment("2026-11-24T12:00")):
        yield


@pytest.fixture
def errand(cast: Cast, in_november: None) -> Errand:
    """A long errand that waits to be published."""
    return cast.do("kari", long.start_long, cast.party("Kongsbergregionen"))


def see(read: Any) -> Any:
    """Read with the machine's eyes."""
    with acting_as(SYSTEM):
        return read()


def stands(errand: Errand) -> str:
    """The step at which the flow waits."""
    steps = ("published", "over", "round", "measure", "end_errand")
    return ",".join(see(lambda: [step for step in steps if flows.waits_at(errand, step)]))


def wake(at: str) -> int:
    """Let the clock stand there, and wake what is due."""
    with clock.travel(moment(at)):
        return timers.wake_due()


def gathering(cast: Cast, errand: Errand, *names: str) -> dict[str, Reply]:
    """The errand asks these members, as soon as the standstill is over."""
    cast.do("kari", long.publish, errand)
    wake("2026-12-04T00:00")
    with clock.travel(moment("2026-12-04T09:00")):
        rows = cast.do("kari", long.ask, errand, [cast.party(MEMBERS[name]).pk for name in names])
    return dict(zip(names, rows, strict=True))


def test_event_outside_moves_the_case_once(cast: Cast, errand: Errand) -> None:
    """Noted twice, it has happened once."""
    assert stands(errand) == "published"
    assert cast.do("kari", long.publish, errand) is True
    assert stands(errand) == "over"
    assert cast.do("kari", long.publish, errand) is False
    entries = see(lambda: list(HistoryEntry.objects.filter(case_id=errand.pk).values_list("deed", flat=True)))
    assert entries.count("triage_errand") == 1


def test_day_moves_the_case_when_it_begins_and_not_before(cast: Cast, errand: Errand) -> None:
    """Ten days after 24 November it is 4 December."""
    cast.do("kari", long.publish, errand)
    assert (wake("2026-12-03T23:59"), stands(errand)) == (0, "over")
    assert (wake("2026-12-04T00:00"), stands(errand)) == (1, "round")
    assert wake("2026-12-04T00:10") == 0


def test_missed_ticks_cost_nothing(cast: Cast, errand: Errand) -> None:
    """A worker that was down for a month wakes the step when it is back."""
    cast.do("kari", long.publish, errand)
    assert (wake("2027-01-15T08:00"), stands(errand)) == (1, "round")


def test_case_on_hold_sleeps_on(cast: Cast, errand: Errand) -> None:
    """Nothing moves by the clock while a case is on hold."""
    cast.do("kari", long.publish, errand)
    see(lambda: Errand.objects.filter(pk=errand.pk).update(on_hold_since=moment("2026-11-30T09:00")))
    assert (wake("2026-12-10T00:00"), stands(errand)) == (0, "over")


def test_enough_parts_close_the_step_and_the_rest_are_withdrawn(cast: Cast, errand: Errand) -> None:
    """Two of three are enough here; the third need not answer any more."""
    rows = gathering(cast, errand, "ola", "ingrid", "tor")
    assert cast.do("ola", long.reply, rows["ola"]) == Tally(open=2, done=1, withdrawn=0)
    assert stands(errand) == "round"
    assert cast.do("tor", long.reply, rows["tor"]) == Tally(open=1, done=2, withdrawn=0)
    assert stands(errand) == "measure"
    states = see(lambda: dict(Assignment.objects.filter(step="reply_errand").values_list("party__name", "state")))
    assert states == {"Rollag": "done", "Notodden": "done", "Kongsberg": "withdrawn"}


def test_party_added_while_others_are_answering(cast: Cast, errand: Errand) -> None:
    """It is asked as the others, and counts as they do."""
    rows = gathering(cast, errand, "ola")
    with clock.travel(moment("2026-12-05T09:00")):
        (late,) = cast.do("kari", long.ask, errand, [cast.party("Notodden").pk])
    assert cast.do("tor", long.reply, late) == Tally(open=1, done=1, withdrawn=0)
    assert stands(errand) == "round"
    cast.do("ola", long.reply, rows["ola"])
    assert stands(errand) == "measure"


def test_what_is_in_may_be_enough_when_a_party_leaves(cast: Cast, errand: Errand) -> None:
    """One of two has answered; the other leaves: all that are left have answered."""
    rows = gathering(cast, errand, "ola", "tor")
    cast.do("ola", long.reply, rows["ola"])
    assert stands(errand) == "round"
    assert cast.do("kari", long.leave, rows["tor"]) == Tally(open=0, done=1, withdrawn=1)
    assert stands(errand) == "measure"


def test_nobody_left_and_nobody_answered_is_not_enough(cast: Cast, errand: Errand) -> None:
    """A step behind which nobody stands waits for the one who routes the case."""
    rows = gathering(cast, errand, "ola")
    assert cast.do("kari", long.leave, rows["ola"]) == Tally(open=0, done=0, withdrawn=1)
    assert stands(errand) == "round"


def test_last_day_closes_with_what_has_come_in(cast: Cast, errand: Errand) -> None:
    """Opened on 4 December and due fourteen days later: the whole of 18 December has to pass."""
    rows = gathering(cast, errand, "ola", "ingrid", "tor")
    cast.do("ola", long.reply, rows["ola"])
    due = see(lambda: Assignment.objects.get(case_id=errand.pk, step="round").due)
    assert due.isoformat() == "2026-12-18"
    assert (wake("2026-12-18T23:59"), stands(errand)) == (0, "round")
    assert (wake("2026-12-19T00:00"), stands(errand)) == (1, "measure")
    states = see(lambda: dict(Assignment.objects.filter(step="reply_errand").values_list("party__name", "state")))
    assert states == {"Rollag": "done", "Notodden": "withdrawn", "Kongsberg": "withdrawn"}


def test_extended_last_day_is_the_one_that_closes(cast: Cast, errand: Errand) -> None:
    """More time moves the clock's own day with it."""
    gathering(cast, errand, "ola")
    see(lambda: assignments.move_deadline(Errand.objects.get(pk=errand.pk), "round", moment("2026-12-28T00:00").date()))
    assert (wake("2026-12-20T00:00"), stands(errand)) == (0, "round")
    assert (wake("2026-12-29T00:00"), stands(errand)) == (1, "measure")


def test_rounds_open_one_by_one_until_there_is_none_to_come(cast: Cast, errand: Errand) -> None:
    """Three rounds, one each spring; after the last the case moves on."""
    rows = gathering(cast, errand, "ola", "tor")
    for name, row in rows.items():
        cast.do(name, long.reply, row)
    errand = see(lambda: Errand.objects.get(pk=errand.pk))
    assert see(lambda: rounds_of(errand, "measure")) == 0
    for year in (2028, 2029):
        assert wake(f"{year}-02-28T12:00") == 0
        assert wake(f"{year}-03-01T00:00") == 1
        assert stands(errand) == "measure"
    assert see(lambda: rounds_of(errand, "measure")) == 2
    assert wake("2030-03-01T00:00") == 1
    assert stands(errand) == "end_errand"
    told = see(lambda: list(HistoryEntry.objects.filter(deed="round_errand").values_list("data__number", flat=True)))
    assert told == [1, 2, 3]


def test_step_that_fails_stays_due_and_keeps_no_other_asleep(
    cast: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case whose deed raises is named, and is where it was; the next tick tries again."""
    other = cast.do("kari", long.start_long, cast.party("Kongsbergregionen"))
    for one in (errand, other):
        cast.do("kari", long.publish, one)
    node = long.LongErrandFlow.instance.node("over")
    plain = node.then

    def fails(case: Any) -> None:
        if case.pk == errand.pk:
            raise ValueError("broken")
        plain(case)

    monkeypatch.setattr(node, "then", fails)
    with pytest.raises(ExceptionGroup) as raised:
        wake("2026-12-04T00:00")
    assert str(errand.pk) in raised.value.exceptions[0].__notes__[0]
    assert (stands(errand), stands(other)) == ("over", "round")
    monkeypatch.setattr(node, "then", plain)
    assert (wake("2026-12-04T00:10"), stands(errand)) == (1, "round")
