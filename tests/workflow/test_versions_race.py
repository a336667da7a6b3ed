"""A move and a step at the same moment: the case's lock lets exactly one of them win. And many cases in one run."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.errand import actions
from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import ErrandFlowV2
from tests.errand.models import Errand
from tests.personas import Cast
from tests.workflow.errands import afresh, errand_at, inbox
from workflow import history, moving
from workflow.actors import SYSTEM, Actor
from workflow.context import acting_as
from workflow.models import Case, HistoryEntry
from workflow.moving import CannotMove, move_all, move_case
from workflow.transitions import Stale

STEPPED = [("ask_errand", "Kongsbergregionen")]
MOVED = [("assess_errand", "Kongsbergregionen")]


def race(cast: Cast, errand: Errand, threads: int, late: float = 0) -> Counter[str]:
    """So many at once, half of them with the step, half with the move. How each came out.

    Those with the step come so many seconds later: they have less to do before the lock.
    """
    meet, ends = Barrier(threads, timeout=30), Counter[str]()

    def step() -> str:
        try:
            cast.do("kari", triage)
        except Stale:
            return "step too late"
        return "step"

    def triage(by: Actor) -> None:
        meet.wait()
        time.sleep(late)
        actions.triage_errand(errand, by=by)

    def move() -> str:
        connection.ensure_connection()
        meet.wait()
        try:
            return "move" if move_case(errand.pk, ErrandFlow, ErrandFlowV2) else "move too late"
        except CannotMove:
            return "move too late"

    def run(act: Callable[[], str]) -> None:
        try:
            ends[act()] += 1
        except Exception as error:
            ends[repr(error)] += 1
        finally:
            connection.close()

    running = [Thread(target=run, args=[(step, move)[number % 2]]) for number in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join(timeout=60)
    return ends


def one_won(errand: Errand, ends: Counter[str], threads: int) -> bool:
    """Whether exactly one won, and the case is where the winner brought it."""
    errand = afresh(errand)
    with acting_as(SYSTEM):
        whole = history.verify(errand.pk) == []
        deeds = Counter(errand.history.values_list("deed", flat=True))
    if ends == Counter({"step": 1, "step too late": threads // 2 - 1, "move too late": threads // 2}):
        here = (errand.flow_version, errand.state, inbox(errand)) == (1, "accepted", STEPPED)
    elif ends == Counter({"move": 1, "step too late": threads // 2, "move too late": threads // 2 - 1}):
        here = (errand.flow_version, errand.state, inbox(errand)) == (2, "reported", MOVED)
    else:
        return False
    return here and whole and deeds["triage_errand"] + deeds["move_flow"] == 1


def races(cast: Cast, threads: int, rounds: int) -> Counter[str]:
    """Many races; each has one winner. Who won how often."""
    won = Counter[str]()
    for number in range(rounds):
        errand = errand_at(cast, "triage_errand", f"Løp {number}")
        ends = race(cast, errand, threads, late=number % 5 / 1000)
        assert one_won(errand, ends, threads), ends
        won["move" if ends["move"] else "step"] += 1
    return won


def test_move_against_step_has_one_winner(transactional_db: None, cast: Cast) -> None:
    """Two, ten times over; then forty at once."""
    assert races(cast, threads=2, rounds=10).total() == 10
    assert races(cast, threads=40, rounds=2).total() == 2


@pytest.mark.prove
def test_move_against_step_has_one_winner_many_times(transactional_db: None, cast: Cast) -> None:
    """Both win some of the races, or they were none."""
    won = races(cast, threads=2, rounds=200) + races(cast, threads=40, rounds=20)
    print(f"\nmove against step, 220 races: {dict(won)}")  # noqa: T201
    assert won["move"]
    assert won["step"]


@contextmanager
def unlocked(case: Any) -> Iterator[Any]:
    """What `locked` would be without its lock; a moment passes, as between any two statements."""
    with transaction.atomic(savepoint=False):
        row = type(case).objects.get(pk=case.pk)
        time.sleep(0.05)
        yield row


def test_race_without_the_lock_is_lost(transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the lock that the test above tests: without it, both win, or the loser stumbles."""
    monkeypatch.setattr(actions, "locked", unlocked)
    monkeypatch.setattr(moving, "locked", unlocked)
    errands = [errand_at(cast, "triage_errand", f"Løp {number}") for number in range(5)]
    assert not all(one_won(errand, race(cast, errand, 2), 2) for errand in errands)


def test_move_has_a_fixed_number_of_queries(cast: Cast) -> None:
    """Who acts, the lock, the process, the steps, the inbox; then the steps, process, case, row and history: ten."""
    errand = errand_at(cast, "triage_errand")
    with CaptureQueriesContext(connection) as queries:
        move_case(errand.pk, ErrandFlow, ErrandFlowV2)
    statements = [row["sql"] for row in queries if "SAVEPOINT" not in row["sql"]]
    assert len(statements) == 10


def move_many(cast: Cast, count: int) -> tuple[float, Counter[bool]]:
    """So many cases, every fourth at a step that has no place. Seconds of the move alone, and what became of them."""
    for number in range(count):
        errand_at(cast, "ask_errand" if number % 4 == 3 else "triage_errand", f"Ærend {number}")
    began = time.perf_counter()
    ends = Counter(outcome.moved for outcome in move_all(ErrandFlow, ErrandFlowV2))
    return time.perf_counter() - began, ends


def check_many(cast: Cast, count: int) -> float:
    """Move so many and look at them. Returns seconds."""
    seconds, ends = move_many(cast, count)
    moved = count - count // 4
    assert ends == {True: moved, False: count // 4}
    with acting_as(SYSTEM):
        assert Case.objects.filter(flow_version=2).count() == moved
        assert HistoryEntry.objects.filter(deed="move_flow").count() == moved
        assert history.verify() == []
    return seconds


def test_many_cases_move_in_one_run(transactional_db: None, cast: Cast) -> None:
    """Those with a place move, the others stay."""
    check_many(cast, 20)


@pytest.mark.prove
def test_thousand_cases_move_in_one_run(transactional_db: None, cast: Cast) -> None:
    """The seconds are printed."""
    print(f"\n1000 cases, 750 of them moved: {check_many(cast, 1000):.1f} s")  # noqa: T201
