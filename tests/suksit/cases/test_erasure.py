"""What is forgotten: a text, or a person's name. The chain holds, and what was done can still be told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from procurement.invitation import actions as invitation
from suksit.cases import actions as cases
from suksit.cases import timeline
from suksit.cases.models import ChangeCase
from suksit.models import Engagement, RegionEvent
from suksit.regions.told import changes
from tests.walk import Walker
from workflow import erasure, history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Comment, HistoryEntry, HistoryText
from workflow.visibility import eyes_of

REASON = "Kravet er brukt opp"
NAME = "Ola Bråten"


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Rollag says no with a reason that names somebody, and says it in a comment too."""
    person = walker.cast.people["ola"]
    person.first_name, person.last_name, person.email = "Ola", "Bråten", "ola@rollag.example"
    person.save()
    case = walker.to("invitation")
    walker.do(
        "ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no", remark=f"Spør {NAME}."
    )
    walker.do("ola", cases.comment_case, case, text=f"Hilsen {NAME}")
    return case


def entry_of(case: ChangeCase, deed: str) -> HistoryEntry:
    """The entry of a deed."""
    with acting_as(SYSTEM):
        return HistoryEntry.objects.filter(case=case, deed=deed).get()


def erase(case: ChangeCase, deed: str, name: str, reason: str = "Nevner en person.") -> None:
    """Erase, as the machine."""
    with acting_as(SYSTEM):
        erasure.erase_text(entry_of(case, deed), name, by=SYSTEM, permission="", reason=reason)


def told(walker: Walker, case: ChangeCase, who: str = "kari") -> list[dict[str, Any]]:
    """The history as a person reads it, oldest first."""

    def read(actor: Any) -> list[dict[str, Any]]:
        eyes = eyes_of(case, actor)
        rows = list(history.entries(case, eyes).order_by("sequence"))
        return timeline.events(case, history.with_texts(case, rows, eyes), {}, whole=True)

    return walker.cast.see(who, read)


def test_erased_text_is_gone_with_its_salt_and_the_chain_holds(walker: Walker, case: ChangeCase) -> None:
    """The entry of the erasing says which text, when, and why; the history says "removed" where it stood."""
    entry = entry_of(case, "answer_invitation")
    erase(case, "answer_invitation", "remark")
    with acting_as(SYSTEM):
        text = HistoryText.objects.get(entry=entry, name="remark")
        assert (text.text, text.salt, text.erased_at is not None) == ("", "", True)
        assert history.verify(case.pk) == []
    erasing = entry_of(case, "erase_text")
    assert erasing.data == {"entry": entry.sequence, "name": "remark"}
    rows = told(walker, case)
    assert {"text": "Fjernet", "note": ""} in rows[entry.sequence - 1]["texts"]
    assert rows[-1]["texts"] == [{"text": "Nevner en person.", "note": ""}]
    assert NAME not in str(rows[entry.sequence - 1]["texts"])


def test_erased_comment_is_said_to_be_removed(walker: Walker, case: ChangeCase) -> None:
    """A comment lies in its own table."""
    erase(case, "comment_case", "comment")
    with acting_as(SYSTEM):
        assert Comment.objects.get(case=case).text == ""
    sequence = entry_of(case, "comment_case").sequence
    assert told(walker, case)[sequence - 1]["texts"] == [{"text": "Fjernet", "note": ""}]


def test_text_is_erased_once_with_a_reason_by_one_who_may(walker: Walker, case: ChangeCase) -> None:
    """Not twice, not without saying why, and not by a member."""
    entry = entry_of(case, "answer_invitation")
    with pytest.raises(ValueError, match="without a reason"):
        erase(case, "answer_invitation", "remark", reason=" ")
    with pytest.raises(PermissionDenied):
        walker.do("ola", wrapped, entry)
    walker.do("kari", wrapped, entry)
    with pytest.raises(LookupError, match="no text remark"):
        erase(case, "answer_invitation", "remark")
    assert entry_of(case, "erase_text").actor_id == walker.cast.people["kari"].pk


def wrapped(entry: HistoryEntry, *, by: Any) -> None:
    """Erase as a person with the right to keep the region."""
    erasure.erase_text(entry, "remark", by=by, permission="keep_region", reason="Nevner en person.")


def test_dry_run_lists_the_texts_and_does_nothing(
    walker: Walker, case: ChangeCase, capsys: pytest.CaptureFixture[str]
) -> None:
    """The remark as it lies in the answer and in the history, and the comment; the name stands."""
    call_command("history", "pseudonymise", "ola", "--reason", REASON)
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split(": ")[1].split()[0] for line in lines[:-1]) == [
        "procurement_answer",
        "workflow_comment",
        "workflow_historytext",
    ]
    assert lines[0].startswith(f"{case.number}: ")
    assert lines[-1] == "3 texts hold the name. Nothing is done yet: add --really to do it."
    person = walker.cast.people["ola"]
    person.refresh_from_db()
    assert person.username == "ola"


def leave(walker: Walker, name: str) -> None:
    """The person has no engagement any more."""
    with acting_as(SYSTEM):
        Engagement.objects.filter(person=walker.cast.people[name]).update(to_date="2020-01-01")


def test_pseudonymised_person_is_told_by_the_new_name_and_the_chain_holds(
    walker: Walker, case: ChangeCase, capsys: pytest.CaptureFixture[str]
) -> None:
    """Name, user name and address are gone; who did what is still told, and nobody can sign in."""
    person = walker.cast.people["ola"]
    client = Client()
    client.force_login(person)
    leave(walker, "ola")
    call_command("history", "pseudonymise", "ola", "--reason", REASON, "--really")
    assert "The person is now called Fjernet person 1. 3 texts" in capsys.readouterr().out
    person.refresh_from_db()
    assert (person.username, person.get_full_name(), person.email) == ("removed-1", "Fjernet person 1", "")
    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert client.get("/").status_code == 302
    assert any("Fjernet person 1" in row["by"] for row in told(walker, case))
    assert all("Bråten" not in f"{row['who']} {row['by']}" for row in told(walker, case))
    call_command("history", "verify")
    with acting_as(SYSTEM):
        event = RegionEvent.objects.get(deed="pseudonymise_person")
        assert changes([event])[0]["what"] == f"Navnet til Fjernet person 1 er fjernet: {REASON}"


def test_second_person_gets_the_next_number(walker: Walker, case: ChangeCase) -> None:
    """And nobody is pseudonymised twice."""
    for name in ("ola", "tor"):
        leave(walker, name)
        call_command("history", "pseudonymise", name, "--reason", REASON, "--really")
    walker.cast.people["tor"].refresh_from_db()
    assert walker.cast.people["tor"].first_name == "Fjernet person 2"
    with pytest.raises(CommandError, match="pseudonymised already"):
        call_command("history", "pseudonymise", "removed-1", "--reason", REASON, "--really")


def test_one_who_still_acts_is_not_pseudonymised(walker: Walker, case: ChangeCase) -> None:
    """The engagements are ended first; and nobody unknown is looked for."""
    with pytest.raises(CommandError, match="still acts"):
        call_command("history", "pseudonymise", "ola", "--reason", REASON, "--really")
    with pytest.raises(CommandError, match="nobody has the user name nobody"):
        call_command("history", "pseudonymise", "nobody", "--reason", REASON)
    leave(walker, "ola")
    with pytest.raises(CommandError, match="without a reason"):
        call_command("history", "pseudonymise", "ola", "--reason", " ", "--really")
