"""Silence past the last day: the chief executive is told once, and it counts neither as yes nor as no."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.invitation.escalation import escalate_silence
from procurement.models import Answer, Authorisation
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from tests.workflow.deeds import know
from workflow import clock, outbox, ticking
from workflow.delivery import compose
from workflow.models import Assignment, HistoryEntry, Notification

OSLO = ZoneInfo("Europe/Oslo")


def at_nine(day: date) -> Any:
    """Let it be nine o'clock on a day."""
    return clock.travel(datetime(day.year, day.month, day.day, 9, tzinfo=OSLO))


@pytest.fixture
def case(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> ChangeCase:
    """Four are asked on Monday 1 June 2026; fifteen working days end on Monday 22 June."""
    know(monkeypatch, "answer_invitation")
    with at_nine(date(2026, 6, 1)):
        case = walker.to("invitation")
    assert walker.see(lambda: case.invitation.deadline) == date(2026, 6, 22)
    return case


def told(walker: Walker, case: ChangeCase) -> list[str]:
    """Who has been told of silence, by user name."""
    return walker.see(
        lambda: sorted(
            Notification.objects.filter(case=case, kind=outbox.ESCALATED).values_list("recipient__username", flat=True)
        )
    )


def escalated(walker: Walker, case: ChangeCase) -> dict[str, date | None]:
    """When each party's silence was told of."""
    return walker.see(
        lambda: {row.party.name: row.escalated_on for row in Answer.objects.filter(case=case).select_related("party")}
    )


def entries(walker: Walker, case: ChangeCase) -> list[HistoryEntry]:
    """What stands in the history of it."""
    return walker.see(
        lambda: list(HistoryEntry.objects.filter(case=case, deed="escalate_silence").order_by("sequence"))
    )


def test_nobody_is_told_on_the_last_day_itself(walker: Walker, case: ChangeCase) -> None:
    """There is time until midnight."""
    with at_nine(date(2026, 6, 22)):
        assert escalate_silence() == 0
    assert told(walker, case) == []


def test_chief_executive_is_told_the_day_after(walker: Walker, case: ChangeCase) -> None:
    """Kongsberg, Notodden, Rollag and Tinn are silent; Tinn has nobody to tell, and that stands too."""
    with at_nine(date(2026, 6, 23)):
        assert escalate_silence() == 4
    assert told(walker, case) == ["dag", "eva", "hans"]
    assert set(escalated(walker, case).values()) == {date(2026, 6, 23)}
    found = entries(walker, case)
    assert [(entry.party.name, entry.data["told"]) for entry in found] == [
        ("Kongsberg", 1),
        ("Notodden", 1),
        ("Rollag", 1),
        ("Tinn", 0),
    ]
    assert {(entry.actor_id, entry.capacity, entry.data["deadline"]) for entry in found} == {
        (None, "system", "2026-06-22")
    }


def test_silence_stays_neither_yes_nor_no(walker: Walker, case: ChangeCase) -> None:
    """The answer's state and choice are as before, and the task is still open to be done."""
    with at_nine(date(2026, 6, 23)):
        escalate_silence()
    answer = walker.answer_of(case, "Rollag")
    assert (answer.state, answer.choice) == ("asked", "")
    row = walker.see(lambda: Assignment.objects.get(case=case, step="answer_invitation", party=answer.party_id))
    assert row.state == Assignment.State.OPEN


def test_silence_is_told_of_once(walker: Walker, case: ChangeCase) -> None:
    """However often the clock ticks."""
    with at_nine(date(2026, 6, 23)):
        assert escalate_silence() == 4
        assert escalate_silence() == 0
    with at_nine(date(2026, 6, 30)):
        assert escalate_silence() == 0
    assert len(told(walker, case)) == 3
    assert len(entries(walker, case)) == 4


def test_extended_deadline_may_be_silent_anew(walker: Walker, case: ChangeCase) -> None:
    """Once for each last day."""
    with at_nine(date(2026, 6, 23)):
        escalate_silence()
        walker.do("kari", invitation.extend_deadline, case, date(2026, 6, 30))
        assert escalate_silence() == 0
    with at_nine(date(2026, 7, 1)):
        assert escalate_silence() == 4
    assert told(walker, case) == ["dag", "dag", "eva", "eva", "hans", "hans"]


def test_party_that_has_answered_is_left_alone(walker: Walker, case: ChangeCase) -> None:
    """Rollag said no in time."""
    with at_nine(date(2026, 6, 10)):
        walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no")
    with at_nine(date(2026, 6, 23)):
        assert escalate_silence() == 3
    assert "dag" not in told(walker, case)
    assert escalated(walker, case)["Rollag"] is None


def test_case_on_hold_is_left_in_peace(walker: Walker, case: ChangeCase) -> None:
    """Neither reminded nor escalated; taken up again, it is."""
    with at_nine(date(2026, 6, 10)):
        walker.do("kari", cases.hold_case, case, reason="Venter på Stortinget.")
    with at_nine(date(2026, 6, 23)):
        before = walker.see(Notification.objects.count)
        assert ticking.run_all() == 0
        assert walker.see(Notification.objects.count) == before
        walker.do("kari", cases.resume_case, case)
        assert escalate_silence() == 4


def test_closed_question_is_over(walker: Walker, case: ChangeCase) -> None:
    """The silent ones of a closed invitation are noted as silent, not escalated."""
    with at_nine(date(2026, 6, 20)):
        walker.answer(case)
    with at_nine(date(2026, 7, 20)):
        assert escalate_silence() == 0


def test_authorisation_that_waits_for_a_council_is_never_silence(walker: Walker, case: ChangeCase) -> None:
    """Its meeting is past and nothing has come; nobody is told that Rollag is silent."""
    with at_nine(date(2026, 6, 20)):
        walker.answer(case)
        row = walker.part(Authorisation, case, "Rollag")
        walker.do("dag", commitment.send_to_council, row, body="Kommunestyret", meeting_on=date(2026, 8, 20))
    with at_nine(date(2026, 9, 20)):
        assert escalate_silence() == 0
    assert told(walker, case) == []


def test_mail_says_that_silence_is_neither_and_leads_to_the_page(walker: Walker, case: ChangeCase) -> None:
    """Dag may answer himself, after signing in."""
    with at_nine(date(2026, 6, 23)):
        escalate_silence()
        message = walker.see(lambda: compose(the_mail(walker, case), walker.cast.people["dag"]))
    body = message.body.replace("\xa0", " ")
    assert message.subject == "Rollag har ikke svart ennå: Felles byggesaksløsning"
    assert "Rollag ble spurt om «Felles byggesaksløsning», og fristen var mandag 22. juni." in body
    assert "Stillhet regnes verken som ja eller nei." in body
    assert "Svar for kommunen:\nhttp://127.0.0.1:8000/personvern/" in body


def the_mail(walker: Walker, case: ChangeCase) -> Notification:
    """The mail to Dag."""
    return Notification.objects.select_related("case__region", "assignment__party").get(
        case=case, kind=outbox.ESCALATED, recipient=walker.cast.people["dag"]
    )


def test_clock_does_it_by_itself(walker: Walker, case: ChangeCase) -> None:
    """Registered with the ticking of the whole product."""
    with at_nine(date(2026, 6, 23)):
        ticking.run_all()
    assert told(walker, case) == ["dag", "eva", "hans"]


def test_reminders_come_before_and_after(walker: Walker, case: ChangeCase) -> None:
    """Once when the day is near, once when it has passed, to the member and the chief executive who may answer."""
    for day in (date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 23), date(2026, 6, 24)):
        with at_nine(day):
            ticking.remind_due()
    rows = walker.see(
        lambda: list(
            Notification.objects.filter(
                case=case, kind=outbox.REMINDED, recipient=walker.cast.people["ola"]
            ).values_list("context__when", "created_at__date")
        )
    )
    assert sorted(rows, key=lambda row: row[1]) == [("near", date(2026, 6, 17)), ("late", date(2026, 6, 23))]
