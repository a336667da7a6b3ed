"""The history: chained per case, append-only, and silent about its texts."""

from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.history import digest
from workflow.models import HistoryEntry, HistoryText

VERIFY = """
    SELECT count(*) FROM (
        SELECT e.hash, encode(sha256(convert_to(workflow_history_payload(e), 'UTF8')), 'hex') AS again,
               e.previous_hash, coalesce(lag(e.hash) OVER (PARTITION BY e.case_id ORDER BY e.sequence), '') AS before
        FROM workflow_historyentry e
    ) AS chain WHERE hash <> again OR previous_hash <> before
"""


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """A case with some history."""
    return walker.to("invitation")


def test_entries_are_numbered_and_chained(walker: Walker, case: ChangeCase) -> None:
    """1, 2, 3, … and each holds the hash of the one before."""
    entries = walker.see(lambda: list(HistoryEntry.objects.filter(case=case).order_by("sequence")))
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert [entry.deed for entry in entries] == ["report_change", "assess_report", "accept_report", "ask_partners"]
    assert [entry.previous_hash for entry in entries] == ["", *[entry.hash for entry in entries[:-1]]]


def test_chain_verifies(walker: Walker, case: ChangeCase) -> None:
    """Every hash is that of its entry."""

    def broken() -> int:
        with connection.cursor() as cursor:
            cursor.execute(VERIFY)
            return cursor.fetchone()[0]

    assert walker.see(broken) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_historyentry SET deed = 'nothing'",
        "DELETE FROM workflow_historyentry",
        "TRUNCATE workflow_historyentry CASCADE",
        "DELETE FROM workflow_historytext",
    ],
)
def test_application_cannot_change_history(walker: Walker, case: ChangeCase, statement: str) -> None:
    """Not even with its own connection."""

    def attempt() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(DatabaseError), transaction.atomic():
        walker.see(attempt)


def test_entry_must_name_the_one_who_acts(walker: Walker, case: ChangeCase) -> None:
    """Ola cannot write in Kari's name."""

    def forge() -> None:
        HistoryEntry.objects.create(
            case_id=case.pk,
            happened_at=case.created_at,
            actor=walker.cast.people["kari"],
            capacity="coordinator",
            deed="reject_report",
            channel="web",
        )

    with pytest.raises(DatabaseError, match="names the one who acts"), transaction.atomic():
        walker.see(forge, "ola")


def test_text_lies_beside_the_chain(walker: Walker, case: ChangeCase) -> None:
    """The entry keeps a salted digest; the text can be erased without touching it."""
    text = walker.see(lambda: HistoryText.objects.get(case=case, name="questions"))
    entry = walker.see(lambda: HistoryEntry.objects.get(pk=text.entry_id))
    assert text.text == "Passer det hos dere?"
    assert entry.digests == {"questions": digest(text.salt, text.text)}
    assert "Passer det" not in str(entry.data)


def test_verify_finds_nothing_in_a_whole_chain(walker: Walker, case: ChangeCase) -> None:
    """Of one case, and of all."""
    assert walker.see(lambda: history.verify(case.pk)) == []
    with acting_as(SYSTEM):
        assert history.verify() == []


@pytest.mark.parametrize(
    ("tamper", "sequence", "fault"),
    [
        ("UPDATE workflow_historyentry SET data = '{\"x\": 1}' WHERE sequence = 2", 2, "entry"),
        (
            "UPDATE workflow_historyentry SET happened_at = happened_at - interval '1 day' WHERE sequence = 3",
            3,
            "entry",
        ),
        ("DELETE FROM workflow_historyentry WHERE sequence = 2", 3, "order"),
        ("UPDATE workflow_historytext SET text = 'Noe annet'", 4, "text"),
        ("DELETE FROM workflow_historytext", 4, "text"),
    ],
)
def test_verify_names_the_first_broken_link(
    walker: Walker, case: ChangeCase, tamper: str, sequence: int, fault: str
) -> None:
    """Even for one who got round the triggers; here the changed rows are a copy that stands in for the table."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for table in ("workflow_historyentry", "workflow_historytext"):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM public.{table}")
        cursor.execute(tamper)
        with mock.patch.object(history, "CHAIN", without_types(cursor, history.CHAIN)):
            broken = history.verify(case.pk)
    assert (broken[0].sequence, broken[0].fault) == (sequence, fault)


def without_types(cursor: Any, chain: str) -> str:
    """The check on the copied table, whose rows have a type of their own."""
    cursor.execute(
        "SELECT string_agg('e.' || attname, ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = 'public.workflow_historyentry'::regclass AND attnum > 0 AND NOT attisdropped"
    )
    (row,) = cursor.fetchone()
    return chain.replace(
        "workflow_history_payload(e)", f"public.workflow_history_payload(ROW({row})::public.workflow_historyentry)"
    )


def test_history_command_says_that_all_holds_and_exits_1_when_not(
    walker: Walker, case: ChangeCase, capsys: pytest.CaptureFixture[str]
) -> None:
    """One plain line in both cases."""
    call_command("history", "verify", "--case", case.number)
    assert capsys.readouterr().out == "4 entries hold, and 0 anchors.\n"
    broken = history.Broken(case.pk, 2, "entry")
    with (
        mock.patch.object(history, "verify", return_value=[broken]),
        pytest.raises(CommandError, match="entry 2: entry"),
    ):
        call_command("history", "verify")
    with pytest.raises(CommandError, match="no case has the number 1999-001"):
        call_command("history", "verify", "--case", "1999-001")
