"""Many at once, on a real database: one wins, the others are told, and nothing is done twice or half.

A few rounds in every run; fifty by `make prove`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from tests.errand import actions, long
from tests.errand.models import Errand, Reply
from tests.personas import Cast, engage
from workflow import clock, flows, timers, transitions
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.history import verify
from workflow.models import Assignment, HistoryEntry, Party, PartyKind
from workflow.transitions import Stale

rounds = pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.prove)])
MANY = 40


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Do deeds in threads that start together, each on a connection of its own. What each came to."""
    meet, outcomes = Barrier(len(deeds), timeout=30), []

    def run(deed: Callable[[], Any]) -> None:
        try:
            meet.wait()
            deed()
            outcomes.append("done")
        except Stale:
            outcomes.append("stale")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def entries(errand: Errand, deed: str) -> list[HistoryEntry]:
    """What the history has of a deed."""
    with acting_as(SYSTEM):
        return list(HistoryEntry.objects.filter(case_id=errand.pk, deed=deed))


def asked(cast: Cast, *names: str) -> tuple[Errand, dict[str, Reply]]:
    """An errand that waits for the replies of members."""
    where = {"ola": "Rollag", "ingrid": "Kongsberg", "tor": "Notodden"}
    errand = cast.do("kari", actions.start_errand, cast.party("Kongsbergregionen"), "A race")
    cast.do("kari", actions.triage_errand, errand)
    cast.do("kari", actions.ask_errand, errand, [cast.party(where[name]).pk for name in names])
    with acting_as(SYSTEM):
        rows = {row.party.name: row for row in Reply.objects.filter(case_id=errand.pk).select_related("party")}
    return errand, {name: rows[where[name]] for name in names}


@rounds
def test_forty_at_the_same_step(rounds: int, transactional_db: None, cast: Cast) -> None:
    """One does it; thirty-nine are told that it has been done. One entry, one open step."""
    for _ in range(rounds):
        errand = cast.do("kari", actions.start_errand, cast.party("Kongsbergregionen"), "A race")
        outcomes = at_once(*[partial(cast.do, "kari", actions.triage_errand, errand)] * MANY)
        assert Counter(outcomes) == {"done": 1, "stale": MANY - 1}
        assert len(entries(errand, "triage_errand")) == 1
        with acting_as(SYSTEM):
            rows = Assignment.objects.filter(case_id=errand.pk, state="open").values_list("step", flat=True)
            assert list(rows) == ["ask_errand"]
            assert verify(errand.pk) == []


@rounds
def test_forty_at_the_same_part(rounds: int, transactional_db: None, cast: Cast) -> None:
    """A part is done once, though no step of the flow moves with it."""
    for _ in range(rounds):
        errand, replies = asked(cast, "ola", "tor")
        outcomes = at_once(*[partial(cast.do, "ola", actions.reply_errand, replies["ola"], "yes")] * MANY)
        assert Counter(outcomes) == {"done": 1, "stale": MANY - 1}
        assert len(entries(errand, "reply_errand")) == 1


@rounds
def test_reply_against_the_decision(rounds: int, transactional_db: None, cast: Cast) -> None:
    """Either the reply came first and is counted, or the decision did and the reply is refused. Never in between."""
    for _ in range(rounds * 2):
        errand, replies = asked(cast, "ola", "ingrid", "tor")
        deeds = [
            lambda who=who, row=row: cast.do(who, actions.reply_errand, row, "yes") for who, row in replies.items()
        ]
        outcomes = at_once(partial(cast.do, "kari", actions.decide_errand, errand), *deeds)
        assert set(outcomes) <= {"done", "stale"}
        (decided,) = entries(errand, "decide_errand")
        came = entries(errand, "reply_errand")
        assert decided.data["replies"] == len(came) == outcomes.count("done") - 1
        assert all(entry.sequence < decided.sequence for entry in came)
        with acting_as(SYSTEM):
            assert list(Assignment.objects.filter(case_id=errand.pk, state="open").values_list("step", flat=True)) == [
                "end_errand"
            ]


@pytest.mark.parametrize("parties", [2, 6, 25])
@rounds
def test_last_parts_come_in_together(rounds: int, parties: int, transactional_db: None, cast: Cast) -> None:
    """However many are the last at the same moment, the step that waits for them closes once."""
    keys = [invented(cast, number) for number in range(parties)]
    for _ in range(rounds):
        errand = cast.do("kari", long.start_long, cast.party("Kongsbergregionen"))
        cast.do("kari", long.publish, errand)
        with clock.travel(clock.now().replace(year=2027)):
            timers.wake_due()
            replies = cast.do("kari", long.ask, errand, keys)
        outcomes = at_once(*[partial(cast.do, f"m{n}", long.reply, row) for n, row in enumerate(replies)])
        assert set(outcomes) <= {"done", "stale"}
        assert outcomes.count("done") >= 2
        assert len(entries(errand, "decide_errand")) == 1
        with acting_as(SYSTEM):
            assert flows.waits_at(errand, "measure")
            assert verify(errand.pk) == []


@rounds
def test_two_workers_wake_a_step_once(rounds: int, transactional_db: None, cast: Cast) -> None:
    """Two ticks at the same moment move a case once."""
    for _ in range(rounds):
        errand = cast.do("kari", long.start_long, cast.party("Kongsbergregionen"))
        cast.do("kari", long.publish, errand)

        def tick() -> None:
            with clock.travel(clock.now().replace(year=2027)):
                timers.wake_due()

        assert at_once(tick, tick, tick, tick) == ["done"] * 4
        assert len(entries(errand, "ask_errand")) == 1


def test_without_the_lock_a_part_is_done_twice(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The races above would tell: with the case's lock taken away, the same deed takes effect more than once."""

    @contextmanager
    def not_locked(case: Any) -> Iterator[Any]:
        with transaction.atomic(savepoint=False):
            yield type(case).objects.get(pk=case.pk)

    errand, replies = asked(cast, "ola", "tor")
    monkeypatch.setattr(transitions, "locked", not_locked)
    at_once(*[partial(cast.do, "ola", actions.reply_errand, replies["ola"], "yes")] * MANY)
    assert len(entries(errand, "reply_errand")) > 1


def invented(cast: Cast, number: int) -> int:
    """A party with a member of its own; its key."""
    name = f"Oppdiktet {number}"
    party, _ = Party.objects.get_or_create(kind=PartyKind.ORGANISATION, name=name)
    cast.parties[name] = party
    engage(cast, f"m{number}", "member", name)
    return party.pk
