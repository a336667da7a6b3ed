"""`manage.py deadline`: the vectors of the calendar, and one clear line for anything else."""

import pytest
from django.core.management import CommandError, call_command

VECTORS = [
    ("2026-11-23", 30, "2026-12-23"),  # open procedure, shortest time for tenders
    ("2027-02-23", 30, "2027-03-30"),  # ends on Maundy Thursday: the Tuesday after Easter
    ("2027-04-06", 30, "2027-05-07"),  # ends on Ascension Day
    ("2027-03-15", 10, "2027-03-30"),  # standstill, ends on Maundy Thursday
    ("2026-12-15", 10, "2026-12-28"),  # standstill, ends on Christmas Day
    ("2026-12-16", 10, "2026-12-28"),  # standstill, ends on Boxing Day, a Saturday
    ("2027-04-01", 30, "2027-05-03"),  # award notice, ends on 1 May, a Saturday
]


def printed(capsys: pytest.CaptureFixture[str], *given: str) -> str:
    """What the command prints."""
    call_command("deadline", *given)
    return capsys.readouterr().out


@pytest.mark.parametrize(("event", "days", "last"), VECTORS)
def test_calendar_days(capsys: pytest.CaptureFixture[str], event: str, days: int, last: str) -> None:
    assert printed(capsys, event, str(days)) == f"{last}\n"


@pytest.mark.parametrize(
    ("event", "days", "last"),
    [("2027-02-23", 30, "2027-04-09"), ("2026-12-23", 3, "2026-12-29"), ("2026-11-21", 0, "2026-11-21")],
)
def test_working_days(capsys: pytest.CaptureFixture[str], event: str, days: int, last: str) -> None:
    """Over Easter; Christmas Eve is a working day; no days at all."""
    assert printed(capsys, event, str(days), "--working") == f"{last}\n"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["2027-02-30", "3"], "'2027-02-30' is no day; write it as 2027-02-23"),
        (["i morgen", "3"], "'i morgen' is no day; write it as 2027-02-23"),
        (["2027-02-23", "-3"], "'-3' is no number of days from 0 to 3660"),
        (["2027-02-23", "tre"], "'tre' is no number of days from 0 to 3660"),
        (["2027-02-23", "²"], "'²' is no number of days from 0 to 3660"),
        (["2027-02-23", "3661"], "'3661' is no number of days from 0 to 3660"),
        (["2027-02-23", "9" * 5000], f"'{'9' * 5000}' is no number of days from 0 to 3660"),
        (["9999-12-30", "30"], "that period ends after the last day that there is"),
        (["2027-02-23"], "usage: manage.py deadline YEAR-MONTH-DAY DAYS [--working]"),
        ([], "usage: manage.py deadline YEAR-MONTH-DAY DAYS [--working]"),
        (["2027-02-23", "3", "4"], "usage: manage.py deadline YEAR-MONTH-DAY DAYS [--working]"),
    ],
)
def test_anything_else_is_one_line_and_exit_2(given: list[str], line: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("deadline", *given)
    assert str(caught.value) == line
    assert caught.value.returncode == 2
