"""Telling people: each fact once, never of one's own doing, and to the right ones."""

import pytest
from django.db import IntegrityError, transaction

from procurement.invitation import actions as invitation
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from tests.workflow.deeds import know
from workflow import clock, outbox, turns
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import Deed
from workflow.models import Assignment, Notification, Substitution


def told(walker: Walker, case: ChangeCase, kind: str, fact: str = "") -> list[str]:
    """Who is told, by user name."""
    return walker.see(
        lambda: sorted(
            Notification.objects.filter(case=case, kind=kind, fact__startswith=fact).values_list(
                "recipient__username", flat=True
            )
        )
    )


@pytest.fixture
def case(walker: Walker, answering: Deed) -> ChangeCase:
    """The partners are asked."""
    return walker.to("invitation")


def test_those_whose_turn_it_is_are_asked(walker: Walker, case: ChangeCase) -> None:
    """Members and chief executives of those asked; Tinn has nobody yet, and Liv may not answer."""
    assert told(walker, case, outbox.ASKED, "answer_invitation") == ["dag", "eva", "hans", "ingrid", "ola", "tor"]


def test_nobody_is_told_of_ones_own_doing(walker: Walker, case: ChangeCase) -> None:
    """Kari asked, and the closing of it is her own: no mail."""
    assert told(walker, case, outbox.ASKED, "close_invitation") == []


def test_fact_is_told_once(walker: Walker, case: ChangeCase) -> None:
    """A repeat tells only those who were not told before, and nobody twice in one call."""
    ola, dag = walker.cast.people["ola"].pk, walker.cast.people["dag"].pk
    with acting_as(SYSTEM):
        assert outbox.tell(case, [ola, ola], kind=outbox.DECIDED, fact="x") == 1
        assert outbox.tell(case, [ola, dag], kind=outbox.DECIDED, fact="x") == 1
        assert outbox.tell(case, [ola, dag], kind=outbox.DECIDED, fact="x") == 0
        assert outbox.tell(case, [ola], kind=outbox.DECIDED, fact="y") == 1


def test_database_refuses_to_tell_twice(walker: Walker, case: ChangeCase) -> None:
    """Two workers at once: one wins."""
    row = {"case": case, "recipient": walker.cast.people["ola"], "kind": "a", "fact": "b"}
    with acting_as(SYSTEM):
        Notification.objects.create(**row)
        with pytest.raises(IntegrityError, match="notification_fact_once"), transaction.atomic():
            Notification.objects.create(**row)


def test_deed_is_told_to_those_it_concerns(walker: Walker, case: ChangeCase) -> None:
    """Kari is told of Rollag's answer, with the entry of the history; Ola is not told of his own."""
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    assert told(walker, case, outbox.DECIDED, "answer_invitation") == ["kari"]
    row = walker.see(lambda: Notification.objects.get(kind=outbox.DECIDED, fact__startswith="answer_invitation"))
    entry = walker.see(lambda: case.history.get(pk=row.context["entry"]))
    assert (entry.deed, entry.party.name) == ("answer_invitation", "Rollag")


def test_changed_answer_is_news_of_its_own(walker: Walker, case: ChangeCase) -> None:
    """Each entry of the history is a fact."""
    for choice in ("yes", "no"):
        walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice=choice)
    assert told(walker, case, outbox.DECIDED, "answer_invitation") == ["kari", "kari"]


def test_stand_in_is_told_instead_of_the_one_away(walker: Walker, answering: Deed) -> None:
    """Liv answers for Ola this week."""
    with acting_as(SYSTEM):
        Substitution.objects.create(
            absent=walker.cast.people["ola"],
            stand_in=walker.cast.people["liv"],
            region=walker.cast.region.party,
            from_date=clock.today(),
            to_date=clock.today(),
        )
    case = walker.to("reported")
    with acting_as(SYSTEM):
        row = Assignment.objects.create(
            case=case, step="x", party=walker.cast.party("Rollag"), permission="answer_invitation"
        )
        ((_, holders),) = turns.holders_of([row], case.region_id)
    assert walker.cast.people["liv"].pk in holders
    assert walker.cast.people["ola"].pk not in holders


def test_person_named_is_told_alone(walker: Walker, case: ChangeCase) -> None:
    """Nobody else of the party."""
    liv = walker.cast.people["liv"].pk
    with acting_as(SYSTEM):
        row = Assignment(
            case=case, step="x", party=walker.cast.party("Rollag"), permission="answer_invitation", person_id=liv
        )
        assert turns.holders_of([row], case.region_id) == [(row, [liv])]


def test_deed_that_tells_nobody_tells_nobody(walker: Walker, case: ChangeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most deeds are seen in the case, not in a mail."""
    know(monkeypatch, "answer_invitation")
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    assert told(walker, case, outbox.DECIDED, "answer_invitation") == []


def test_reminder_is_told_once_for_each_last_day(walker: Walker, case: ChangeCase) -> None:
    """Near and late are two facts; another last day is a third."""
    with acting_as(SYSTEM):
        row = Assignment.objects.select_related("case").get(
            case=case, step="answer_invitation", party=walker.cast.party("Rollag")
        )
        assert [outbox.remind(case, row, when) for when in ("near", "near", "late", "late")] == [2, 0, 2, 0]
        row.due = clock.today()
        assert outbox.remind(case, row, "near") == 2
