"""The history: chained per case, append-only, and silent about its texts."""

import pytest
from django.db import DatabaseError, connection, transaction

from suksit.cases.models import ChangeCase
from tests.walk import Walker
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
