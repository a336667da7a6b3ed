"""One's own last step is taken back whole while nobody has built on it: state, flow, tasks and mails."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from viewflow.workflow.models import Task

from tests.errand import actions as errands
from tests.errand.models import Errand, Reply
from tests.personas import Cast, engage
from workflow import flows, history, undoing
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry, Notification
from workflow.undoing import StandsFast


@pytest.fixture
def errand(cast: Cast) -> Errand:
    """Kari has started an errand."""
    return cast.do("kari", lambda by: errands.start_errand(cast.region.party, "Felles vaktordning", by=by))


def see(read: Any) -> Any:
    """Read as the machine."""
    with acting_as(SYSTEM):
        return read()


def newest(errand: Errand) -> HistoryEntry:
    """The last entry."""
    return see(lambda: errand.history.order_by("-sequence").first())


def open_rows(errand: Errand) -> list[tuple[str, str]]:
    """What waits for whom."""
    rows = Assignment.objects.filter(case_id=errand.pk, state="open").order_by("step", "party__name")
    return see(lambda: list(rows.values_list("step", "party__name")))


def waiting_at(errand: Errand) -> list[str]:
    """Where the flow waits."""
    rows = Task.objects.filter(process_id=see(lambda: Errand.objects.get(pk=errand.pk).process_id), status="NEW")
    return see(lambda: [row.flow_task.name for row in rows])


def ask(cast: Cast, errand: Errand) -> None:
    """Kari asks Rollag and Tinn."""
    cast.do("kari", errands.triage_errand, errand)
    parties = [cast.party(name).pk for name in ("Rollag", "Tinn")]
    cast.do("kari", errands.ask_errand, errand, parties)


def reply_of(cast: Cast, errand: Errand, name: str = "Rollag") -> Reply:
    """A party's reply."""
    return see(lambda: Reply.objects.get(case=errand, party=cast.party(name)))


def undo(cast: Cast, name: str, entry: HistoryEntry) -> HistoryEntry:
    """A person undoes an entry."""
    return cast.do(name, undoing.undo_step, entry)


def test_step_that_is_undone_waits_as_it_did(cast: Cast, errand: Errand) -> None:
    """The same task is open again, the following one is withdrawn, and the flow goes on from there as before."""
    before = open_rows(errand), waiting_at(errand)
    started = see(lambda: Errand.objects.get(pk=errand.pk).state_since)
    first = see(lambda: Assignment.objects.get(case_id=errand.pk).pk)
    cast.do("kari", errands.triage_errand, errand)
    assert (open_rows(errand), waiting_at(errand)) == ([("ask_errand", "Kongsbergregionen")], ["ask_errand"])
    undone = newest(errand)
    entry = undo(cast, "kari", undone)
    errand = see(lambda: Errand.objects.get(pk=errand.pk))
    assert (errand.state, abs((errand.state_since - started).total_seconds()) < 1) == ("reported", True)
    assert (open_rows(errand), waiting_at(errand)) == before
    assert see(lambda: Assignment.objects.get(case_id=errand.pk, state="open").pk) == first
    assert (entry.deed, entry.from_state, entry.to_state) == ("undo_step", "accepted", "reported")
    assert entry.data == {
        "undone": undone.sequence,
        "deed": "triage_errand",
        "of": "case",
        "entries": [undone.sequence],
    }
    assert see(lambda: history.verify(errand.pk)) == []
    cast.do("kari", errands.triage_errand, errand)
    assert waiting_at(errand) == ["ask_errand"]
    assert see(lambda: flows.waits_at(errand, "ask_errand"))


def test_reply_is_taken_back_and_asked_for_again(cast: Cast, errand: Errand) -> None:
    """The child record moves back; the case and the others stand."""
    ask(cast, errand)
    cast.do("ola", errands.reply_errand, reply_of(cast, errand), "yes")
    assert ("reply_errand", "Rollag") not in open_rows(errand)
    entry = undo(cast, "ola", newest(errand))
    reply = reply_of(cast, errand)
    assert (reply.state, reply.choice) == ("waiting", "")
    assert (entry.data["of"], see(lambda: Errand.objects.get(pk=errand.pk).state)) == ("part", "invitation")
    assert open_rows(errand) == [
        ("decide_errand", "Kongsbergregionen"),
        ("reply_errand", "Rollag"),
        ("reply_errand", "Tinn"),
    ]
    cast.do("ola", errands.reply_errand, reply, "no")


def test_decision_that_is_undone_asks_the_silent_again(cast: Cast, errand: Errand) -> None:
    """What it withdrew is open; what had been replied before stays done."""
    ask(cast, errand)
    cast.do("ola", errands.reply_errand, reply_of(cast, errand), "yes")
    cast.do("kari", errands.decide_errand, errand)
    assert open_rows(errand) == [("end_errand", "Kongsbergregionen")]
    undo(cast, "kari", newest(errand))
    assert open_rows(errand) == [("decide_errand", "Kongsbergregionen"), ("reply_errand", "Tinn")]


def test_what_somebody_built_on_stands(cast: Cast, errand: Errand) -> None:
    """Whoever it was, and the refusal carries what they did."""
    ask(cast, errand)
    asked = newest(errand)
    cast.do("ola", errands.reply_errand, reply_of(cast, errand), "yes")
    with pytest.raises(StandsFast) as refused:
        undo(cast, "kari", asked)
    assert (refused.value.entry.deed, refused.value.entry.actor.username) == ("reply_errand", "ola")


def test_step_of_another_is_not_undone(cast: Cast, errand: Errand) -> None:
    """Neither by a colleague with the right, nor by one who no longer holds it."""
    ask(cast, errand)
    cast.do("ola", errands.reply_errand, reply_of(cast, errand), "yes")
    for name in ("dag", "kari"):
        with pytest.raises(PermissionDenied):
            undo(cast, name, newest(errand))


def test_step_is_undone_once(cast: Cast, errand: Errand) -> None:
    """The second time the undoing itself stands after it."""
    cast.do("kari", errands.triage_errand, errand)
    entry = newest(errand)
    undo(cast, "kari", entry)
    with pytest.raises(StandsFast) as refused:
        undo(cast, "kari", entry)
    assert refused.value.entry.deed == "undo_step"
    with pytest.raises(PermissionDenied):
        undo(cast, "kari", newest(errand))


def test_final_step_stands_with_its_reason(cast: Cast, errand: Errand) -> None:
    """And is shown to the one who did it."""
    ask(cast, errand)
    cast.do("kari", errands.decide_errand, errand)
    cast.do("kari", errands.end_errand, errand)
    last = cast.see("kari", lambda actor: undoing.last_of(errand, actor))
    assert last.stands == "The end stands."
    with pytest.raises(PermissionDenied):
        undo(cast, "kari", newest(errand))


def test_mails_that_have_not_left_are_dropped(cast: Cast, errand: Errand) -> None:
    """Nobody is asked for what is not asked any more."""
    ask(cast, errand)
    entry = newest(errand)
    asked = Notification.objects.filter(case_id=errand.pk, assignment__step="reply_errand")
    assert set(see(lambda: list(asked.values_list("state", flat=True)))) == {"waiting"}
    undo(cast, "kari", entry)
    assert set(see(lambda: list(asked.values_list("state", flat=True)))) == {"dropped"}
    assert see(lambda: Reply.objects.filter(case=errand).count()) == 0
    assert open_rows(errand) == [("ask_errand", "Kongsbergregionen")]


def test_mail_that_has_left_binds(cast: Cast, errand: Errand) -> None:
    """The page names those who got it."""
    ask(cast, errand)
    entry = newest(errand)
    with acting_as(SYSTEM):
        Notification.objects.filter(case_id=errand.pk, recipient=cast.people["ola"]).update(state="sent")
    assert "Ola" in cast.see("kari", lambda actor: undoing.last_of(errand, actor)).stands
    with pytest.raises(StandsFast, match="Ola"):
        undo(cast, "kari", entry)


def test_those_who_were_told_are_told_that_it_was_undone(cast: Cast, errand: Errand) -> None:
    """A mail about the decision had left; another one follows."""
    engage(cast, "ola", "member", "Tinn")
    ask(cast, errand)
    cast.do("kari", errands.decide_errand, errand)
    entry = newest(errand)
    with acting_as(SYSTEM):
        ola = cast.people["ola"].pk
        Notification.objects.create(
            case_id=errand.pk, recipient_id=ola, kind="workflow/decided", fact="x", state="sent", run=entry.run
        )
    done = undo(cast, "kari", entry)
    told = see(lambda: Notification.objects.get(fact=f"undo_step:{done.pk}"))
    assert (told.recipient_id, told.context) == (ola, {"entry": done.pk})


def test_last_step_is_shown_to_its_doer_alone(cast: Cast, errand: Errand) -> None:
    """One query for anybody else."""
    cast.do("kari", errands.triage_errand, errand)
    assert cast.see("kari", lambda actor: undoing.last_of(errand, actor)).stands == ""
    assert cast.see("berit", lambda actor: undoing.last_of(errand, actor)) is None
