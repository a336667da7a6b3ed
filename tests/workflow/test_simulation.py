"""Whom the cases of a played year waited for, worked out by hand; and a database to play in."""

from datetime import date

from workflow.simulation import Wait, held

END = date(2026, 1, 31)


def wait(holder: str, opened: int, closed: int | None, case: int = 1, *, behind: bool = False) -> Wait:
    """A task of January."""
    return Wait(case, holder, "step", date(2026, 1, opened), date(2026, 1, closed) if closed else None, behind)


def test_day_that_several_hold_is_shared() -> None:
    """Ola alone 1–5, both 5–11, Eva alone 11–15."""
    assert held([wait("Ola", 1, 11), wait("Eva", 5, 15)], END) == {"Eva": 7, "Ola": 7}


def test_two_tasks_of_one_count_once_a_day() -> None:
    assert held([wait("Ola", 1, 11), wait("Ola", 1, 11), wait("Eva", 1, 11)], END) == {"Eva": 5, "Ola": 5}


def test_what_is_open_is_held_until_the_end() -> None:
    assert held([wait("Ola", 21, None)], END) == {"Ola": 10}


def test_task_that_gathers_waits_for_nobody_while_its_parts_are_open() -> None:
    assert held([wait("Kari", 1, 21, behind=True), wait("Ola", 1, 11)], END) == {"Kari": 10, "Ola": 10}


def test_cases_are_summed_and_the_most_stands_first() -> None:
    assert list(held([wait("Ola", 1, 3), wait("Eva", 1, 5), wait("Ola", 1, 9, case=2)], END).items()) == [
        ("Ola", 9),
        ("Eva", 3),
    ]


def test_nothing_waited_for_is_nothing() -> None:
    assert held([], END) == {}
