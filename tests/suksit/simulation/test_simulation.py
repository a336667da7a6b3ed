"""A small year through the real engine: the same for the same seed, and told in numbers that hold together."""

import io
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from suksit.cases.models import ChangeCase
from suksit.simulation import habits
from suksit.simulation.play import cases, play
from suksit.simulation.report import LAW, told
from workflow import history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment
from workflow.simulation_database import server

SMALL = {"municipalities": 2, "cases_per_year": 6, "days": 150}


def once(seed: int) -> tuple[list[str], Counter[str], int]:
    """Play and forget: the report without its last line, the states, and the faults of the history."""
    with transaction.atomic():
        played = play(habits.read(**SMALL), seed)
        lines = list(told(played))
        with acting_as(SYSTEM):
            states = Counter(ChangeCase.objects.values_list("state", flat=True))
            faults = len(history.verify(None))
            silent = ChangeCase.objects.filter(state="planning").exclude(
                pk__in=Assignment.objects.filter(state="open").values("case")
            )
            assert list(silent) == []  # every open case has somebody whose turn it is
        transaction.set_rollback(True)
    assert lines[-1].startswith("Speed: ")
    assert f"({played.cases} cases, {played.deeds} deeds, " in lines[-1]
    return lines[:-1], states, faults


def test_same_seed_gives_the_same_year(db: None) -> None:
    """Through the product's own deeds: the history holds, and the cases have come to different places."""
    lines, states, faults = once(1)
    assert faults == 0
    assert sum(states.values()) == len(cases(habits.read(**SMALL), 1)) == 2
    assert lines[0].startswith("Cases until 2026-06-04: 2 reported")
    heads = [line.split("  ")[0] for line in lines]
    assert [head for head in heads if head in ("Days in each stage", "Who is waited for")]
    assert any(line.startswith("Where cases wait, in days") for line in lines)
    assert lines[-1].startswith("The bottleneck: ")
    assert LAW not in lines[-1]
    assert once(1) == (lines, states, faults)


def test_another_seed_gives_another_year() -> None:
    one, other = cases(habits.read(), 1), cases(habits.read(), 2)
    assert [case.reported_on for case in one] != [case.reported_on for case in other]
    assert one[0].random.random() != other[0].random.random()


@pytest.mark.prove
def test_whole_year_on_a_database_of_its_own() -> None:
    """As an administrator runs it, twice: the same but for the speed, and nothing is left in the server."""
    command = [sys.executable, "manage.py", "simulate", "--seed", "1"]
    first, second = (
        subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(2)
    )
    assert first[:-1] == second[:-1]
    assert first[0].startswith("Cases until 2027-01-05: 24 reported")
    known = settings.DATABASES["owner"]
    with server(known, settings.TEST_MAINTENANCE_DATABASE) as owner:
        left = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'suksit_scratch_%'").fetchall()
    assert left == []


def test_days_of_report_do_not_depend_on_what_is_played() -> None:
    """The same cases whatever the number of municipalities, and one more case does not move the others' chances."""
    few, many = habits.read(), habits.read(municipalities=100)
    assert [case.reported_on for case in cases(few, 7)] == [case.reported_on for case in cases(many, 7)]
    assert len(cases(few, 7)) == 24
    assert cases(few, 7)[3].random.random() == cases(many, 7)[3].random.random()


def test_usual_habits_are_drawn_within_their_bounds() -> None:
    usual = habits.read()
    random = cases(usual, 1)[0].random
    for name, (least, _usual, most) in usual.takes.items():
        assert all(least <= usual.drawn(name, random) <= most for _ in range(50)), name
    assert {usual.route(random) for _ in range(300)} == set(habits.ROUTES)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("municipalities = 8", "municipalities = 0", "municipalities must be a whole number from 1 to 400"),
        ("municipalities = 8", "", "municipalities must be a whole number from 1 to 400"),
        ("municipalities = 8", "municipalities = true", "municipalities must be a whole number from 1 to 400"),
        ("starts = 2026-01-05", 'starts = "i år"', "starts must be a day, as 2026-01-05"),
        ("assess = [2, 6, 25]", "assess = [6, 2, 25]", "takes.assess must be three numbers of working days"),
        ("assess = [2, 6, 25]", "assess = [-1, 2, 25]", "takes.assess must not be negative"),
        ("rejected = 0.08", "rejected = 1.5", "chance.rejected must be a number from 0 to 1"),
        ("rejected = 0.08", "rejected = nan", "chance.rejected must be a number from 0 to 1"),
        ("[pace]", "[other]", "pace.of_municipalities must be a list of numbers above 0"),
        ("[takes]", "takes", "Expected"),
    ],
)
def test_file_that_says_nothing_is_one_line_and_exit_2(tmp_path: Path, before: str, after: str, line: str) -> None:
    """Before any database is made."""
    file = tmp_path / "region.toml"
    usual = habits.USUAL.read_text()
    assert before in usual
    file.write_text(usual.replace(before, after, 1))
    with pytest.raises(CommandError) as caught:
        call_command("simulate", "--seed", "1", "--habits", str(file))
    assert line in str(caught.value)
    assert "\n" not in str(caught.value).strip()
    assert caught.value.returncode == 2


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.toml") as caught:
        call_command("simulate", "--seed", "1", "--habits", str(tmp_path / "none.toml"))
    assert caught.value.returncode == 2


def test_command_tells_what_was_played_and_leaves_the_database_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scratch database is made and dropped around it; here a name stands in for it."""
    made: list[Any] = []

    class Scratch:
        def __enter__(self) -> str:
            made.append("made")
            return "scratch"

        def __exit__(self, *error: object) -> None:
            made.append("dropped")

    monkeypatch.setattr("suksit.management.commands.simulate.scratch", Scratch)
    monkeypatch.setattr("suksit.management.commands.simulate.load_law", lambda: made.append("law"))
    out = io.StringIO()
    call_command(
        "simulate", "--seed", "3", "--municipalities", "2", "--cases-per-year", "3", "--days", "122", stdout=out
    )
    assert made == ["made", "law", "dropped"]
    assert out.getvalue().startswith("Cases until 2026-05-07: 1 reported")
