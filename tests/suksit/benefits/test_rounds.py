"""Rounds of measuring: asked for when their day has come, and the coordinator told when no number comes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from suksit.benefits import actions as benefits
from suksit.benefits.models import Harvest, Measurement
from suksit.benefits.rounds import ask_due_measurements, tell_of_overdue_numbers
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.models import Engagement, Rollout
from suksit.regions import actions as regions
from suksit.templatetags.form_of import long_date
from tests.walk import Walker
from tests.workflow.deeds import know
from workflow import clock, outbox, ticking
from workflow.deeds import told_of
from workflow.delivery import compose
from workflow.models import Assignment, HistoryEntry, Notification

OSLO = ZoneInfo("Europe/Oslo")
ROUND = date(2027, 3, 1)  # a Monday; ten working days later is Monday 15 March


def at_nine(day: date) -> Any:
    """Let it be nine o'clock on a day."""
    return clock.travel(datetime(day.year, day.month, day.day, 9, tzinfo=OSLO))


@pytest.fixture
def case(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> ChangeCase:
    """In use in Kongsberg and Rollag; Liv owns Rollag's number, Kongsberg's has no owner. Tinn is not in use."""
    know(monkeypatch, "enter_measurement", title="Gi %(party)s sitt tall", label="Gi tallet")
    with at_nine(date(2026, 6, 1)):
        case = walker.to("benefits")
        parties = [walker.cast.party(name).pk for name in ("Kongsberg", "Rollag", "Tinn")]
        benefit = walker.do(
            "kari",
            benefits.plan_benefit,
            case,
            parties,
            title="Kortere saksbehandlingstid",
            kind="time",
            question="Hvor mange dager tar en byggesak?",
            unit="dager",
        )
        owners = {"Kongsberg": ("ingrid", None), "Rollag": ("ola", walker.cast.people["liv"].pk)}
        for name, (member, owner) in owners.items():
            harvest = walker.see(lambda name=name: Harvest.objects.get(benefit=benefit, party=walker.cast.party(name)))
            walker.do(
                member,
                benefits.plan_harvest,
                harvest,
                owner=owner,
                baseline=Decimal(30),
                baseline_on=date(2026, 6, 1),
                target=Decimal(20),
                rounds=[ROUND, date(2028, 3, 1)],
            )
        tinn = walker.see(lambda: Harvest.objects.get(benefit=benefit, party=walker.cast.party("Tinn")))
        walker.see(lambda: Measurement.objects.create(harvest=tinn, case=case, due=ROUND))
    return case


def states(walker: Walker, case: ChangeCase) -> dict[tuple[str, date], str]:
    """Where each number stands."""
    return walker.see(
        lambda: {
            (row.harvest.party.name, row.due): row.state
            for row in Measurement.objects.filter(case=case).select_related("harvest__party")
        }
    )


def told(walker: Walker, kind: str, fact: str = "") -> list[str]:
    """Who has been told."""
    return walker.see(
        lambda: sorted(
            Notification.objects.filter(kind=kind, fact__startswith=fact).values_list("recipient__username", flat=True)
        )
    )


def test_number_is_asked_for_when_its_day_has_come(walker: Walker, case: ChangeCase) -> None:
    """Not the day before; not the next round; and not of Tinn, which does not use the solution."""
    with at_nine(date(2027, 2, 28)):
        assert ask_due_measurements() == 0
    with at_nine(ROUND):
        assert ask_due_measurements() == 2
        assert ask_due_measurements() == 0
    assert states(walker, case) == {
        ("Kongsberg", ROUND): "asked",
        ("Rollag", ROUND): "asked",
        ("Tinn", ROUND): "planned",
        ("Kongsberg", date(2028, 3, 1)): "planned",
        ("Rollag", date(2028, 3, 1)): "planned",
    }


def test_owner_is_asked_or_else_the_partys_own_people(walker: Walker, case: ChangeCase) -> None:
    """Liv alone in Rollag; in Kongsberg everyone who may enter it. Ten working days to do it."""
    with at_nine(ROUND):
        ask_due_measurements()
    assert told(walker, outbox.ASKED, "enter_measurement") == ["eva", "ingrid", "liv"]
    dues = walker.see(lambda: set(Assignment.objects.filter(step="enter_measurement").values_list("due", flat=True)))
    assert dues == {date(2027, 3, 15)}


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_case_on_hold_or_ended_is_left_in_peace(walker: Walker, case: ChangeCase, state: str) -> None:
    """No number is asked for, and nobody is told of any."""
    with at_nine(date(2027, 1, 4)):
        if state == "held":
            walker.do("kari", cases.hold_case, case, reason="Leverandøren er kjøpt opp.")
        else:
            walker.do("kari", cases.cancel_case, case, reason="Løsningen er borte.")
    with at_nine(date(2027, 6, 1)):
        assert ticking.run_all() == 0
    assert set(states(walker, case).values()) == {"planned"}


def test_coordinator_is_told_once_when_no_number_has_come(walker: Walker, case: ChangeCase) -> None:
    """Reminded first; the coordinator a week after the last day, whatever the ticks."""
    with at_nine(ROUND):
        ask_due_measurements()
    for day in (date(2027, 3, 16), date(2027, 3, 22)):
        with at_nine(day):
            assert tell_of_overdue_numbers() == 0
    with at_nine(date(2027, 3, 23)):
        assert tell_of_overdue_numbers() == 2
        assert tell_of_overdue_numbers() == 0
    assert told(walker, outbox.OVERDUE) == ["kari", "kari"]


def test_number_that_came_is_not_told_of(walker: Walker, case: ChangeCase) -> None:
    """Liv has given hers."""
    with at_nine(ROUND):
        ask_due_measurements()
        number = walker.see(lambda: Measurement.objects.get(harvest__party=walker.cast.party("Rollag"), due=ROUND))
        walker.do("liv", benefits.enter_measurement, number, value=Decimal(26))
    with at_nine(date(2027, 4, 20)):
        assert tell_of_overdue_numbers() == 1


def test_mail_to_the_coordinator_shames_nobody(walker: Walker, case: ChangeCase) -> None:
    """It names the party and the day, and says what a missing number is."""
    with at_nine(ROUND):
        ask_due_measurements()
    with at_nine(date(2027, 3, 23)):
        ticking.run_all()
        row = walker.see(
            lambda: Notification.objects.select_related("case__region", "assignment__party").get(
                kind=outbox.OVERDUE, context__party="Rollag"
            )
        )
        message = walker.see(lambda: compose(row, walker.cast.people["kari"]))
    body = message.body.replace("\xa0", " ")
    assert message.subject == "Et tall mangler: Felles byggesaksløsning"
    assert "Rollag ble bedt om et tall" in body
    assert "Fristen var mandag 15. mars" in body
    assert "Til tallet kommer, står det som ikke målt, aldri som null." in body
    assert f"Se saken:\nhttp://127.0.0.1:8000/sak/{case.pk}/" in body


def test_late_party_is_asked_for_the_latest_round_alone(walker: Walker, case: ChangeCase) -> None:
    """Tinn goes live after two of its rounds: nobody can measure what is past. The history says which was passed by."""
    later = date(2027, 9, 1)
    tinn = walker.part(Harvest, case, "Tinn")
    walker.see(lambda: Measurement.objects.create(harvest=tinn, case=case, due=later))
    walker.see(
        lambda: Rollout.objects.create(
            case=case, party=walker.cast.party("Tinn"), state="live", went_live_on=date(2027, 9, 10)
        )
    )
    with at_nine(date(2027, 9, 13)):
        ask_due_measurements()
    found = states(walker, case)
    assert (found["Tinn", ROUND], found["Tinn", later]) == ("withdrawn", "asked")
    told = walker.see(lambda: HistoryEntry.objects.get(case=case, deed="withdraw_measurement"))
    assert (told.actor_id, told.data["due"]) == (None, "2027-03-01")
    assert walker.see(lambda: told_of(told)) == f"blir ikke bedt om tallet for {long_date(ROUND)}"


def test_owner_who_has_left_is_not_asked_but_the_party_is(walker: Walker, case: ChangeCase) -> None:
    """Liv owned Rollag's number and has left: Ola and Dag are asked."""
    liv = walker.see(lambda: Engagement.objects.get(person=walker.cast.people["liv"]))
    with at_nine(date(2027, 1, 4)):
        walker.do("kari", regions.end_engagement, liv, to_date=date(2027, 1, 3))
    with at_nine(ROUND):
        ask_due_measurements()
    assert told(walker, outbox.ASKED, "enter_measurement") == ["dag", "eva", "ingrid", "ola"]
