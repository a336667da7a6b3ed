"""Who of a party's people has a task: taken, given back, handed on, taken over; stand-ins, leavers and races."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.invitation import actions as invitation
from suksit.cases.models import ChangeCase
from suksit.regions.leaving import return_tasks_of_leavers
from tests.personas import engage
from tests.walk import Walker
from workflow import claiming, clock, outbox
from workflow.actors import SYSTEM
from workflow.claiming import HeldByAnother
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry, Notification, Substitution
from workflow.transitions import Stale


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Rollag is asked: Ola and Dag may answer."""
    return walker.to("invitation")


@pytest.fixture
def task(walker: Walker, case: ChangeCase) -> Assignment:
    """Rollag's answer."""
    return walker.see(
        lambda: Assignment.objects.get(case=case, step="answer_invitation", party=walker.cast.party("Rollag"))
    )


def page(walker: Walker, name: str, url: str, *args: Any) -> Any:
    """A page as somebody gets it."""
    client = Client()
    client.force_login(walker.cast.people[name])
    return client.get(reverse(url, args=args))


def post(walker: Walker, name: str, url: str, task: Assignment, **data: Any) -> Any:
    """What a post gives."""
    client = Client(headers={"accept-language": "nb"})
    client.force_login(walker.cast.people[name])
    return client.post(reverse(url, args=[task.case_id, task.pk]), data)


def held_by(task: Assignment) -> str | None:
    """Who has it."""
    with acting_as(SYSTEM):
        row = Assignment.objects.select_related("person").get(pk=task.pk)
        return row.person.username if row.person else None


def entry_of(task: Assignment, deed: str) -> HistoryEntry:
    """What the history says."""
    with acting_as(SYSTEM):
        return HistoryEntry.objects.select_related("actor").filter(case_id=task.case_id, deed=deed).latest("sequence")


def in_list(walker: Walker, name: str) -> int:
    """How many things wait for somebody on the front page."""
    return len(page(walker, name, "my_tasks").context["waiting"])


def test_task_that_is_taken_leaves_the_colleagues_list(walker: Walker, task: Assignment) -> None:
    """Ola takes it on the page; Dag's list is empty, and the case says that Ola has it."""
    assert (in_list(walker, "ola"), in_list(walker, "dag")) == (1, 1)
    row = page(walker, "ola", "my_tasks").context["waiting"][0]
    assert [link["label"] for link in row["sharing"]] == ["Jeg tar den", "Gi den til en kollega"]
    assert post(walker, "ola", "claim_task", task).status_code == 302
    assert (in_list(walker, "ola"), in_list(walker, "dag"), held_by(task)) == (1, 0, "ola")
    entry = entry_of(task, "claim_task")
    assert entry.data == {
        "task": task.pk,
        "step": "answer_invitation",
        "subject": task.subject,
        "from": None,
        "to": walker.cast.people["ola"].pk,
    }
    turn = page(walker, "dag", "case", task.case_id).context["turn"]
    assert (turn["calm"], [link["label"] for link in turn["more"]]) == (True, ["Overta fra Ola"])
    assert page(walker, "ola", "my_tasks").context["waiting"][0]["held"] == "Du har denne oppgaven."


def test_colleague_with_the_right_may_still_do_it(walker: Walker, case: ChangeCase, task: Assignment) -> None:
    """The page says who has it; nobody is locked out when that one falls ill."""
    post(walker, "ola", "claim_task", task)
    shown = page(walker, "dag", "answer_invitation", case.pk, task.subject)
    assert "Ola har denne oppgaven." in shown.content.decode()
    walker.do("dag", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    assert walker.see(lambda: Assignment.objects.get(pk=task.pk).state) == "done"


def test_task_is_taken_over_in_the_open(walker: Walker, task: Assignment) -> None:
    """From the one who is seen to have it, who is told; and not from somebody else meanwhile."""
    ola = walker.cast.people["ola"].pk
    post(walker, "ola", "claim_task", task)
    refused = post(walker, "dag", "claim_task", task, held_by=0)
    assert (refused.status_code, "Ola har tatt oppgaven i mellomtiden" in refused.content.decode()) == (422, True)
    assert post(walker, "dag", "claim_task", task, held_by=ola).status_code == 302
    assert held_by(task) == "dag"
    entry = entry_of(task, "claim_task")
    with acting_as(SYSTEM):
        told = Notification.objects.filter(fact=f"claimed:{entry.pk}").values_list("recipient__username", flat=True)
        assert (list(told), list(entry.texts.values_list("name", "text"))) == (["ola"], [("from", "Ola")])
    with pytest.raises(HeldByAnother, match="Dag"):
        walker.do("ola", claiming.claim_task, task, seen=ola)


def test_task_is_given_back_to_all(walker: Walker, task: Assignment) -> None:
    """By the one who has it alone; the others are told."""
    post(walker, "ola", "claim_task", task)
    with pytest.raises(Stale):
        walker.do("dag", claiming.give_back_task, task)
    assert post(walker, "ola", "give_back_task", task).status_code == 302
    assert (held_by(task), in_list(walker, "dag")) == (None, 1)
    entry = entry_of(task, "give_back_task")
    with acting_as(SYSTEM):
        told = Notification.objects.filter(fact=f"returned:{entry.pk}").values_list("recipient__username", flat=True)
        assert list(told) == ["dag"]


def test_task_is_handed_to_a_colleague_with_the_right(walker: Walker, task: Assignment) -> None:
    """Dag gets it and a mail; Liv, who may not answer, and Ingrid of Kongsberg are no choice. Both names are kept."""
    for name in ("liv", "ingrid"):
        assert post(walker, "ola", "pass_task_on", task, person=walker.cast.people[name].pk).status_code == 422
        with pytest.raises(ValueError, match="not one who"):
            walker.do("ola", claiming.pass_task_on, task, walker.cast.people[name].pk)
    dag = walker.cast.people["dag"].pk
    assert post(walker, "ola", "pass_task_on", task, person=dag).status_code == 302
    assert held_by(task) == "dag"
    entry = entry_of(task, "pass_task_on")
    with acting_as(SYSTEM):
        told = Notification.objects.filter(fact=f"passed:{entry.pk}").values_list("recipient__username", flat=True)
        assert list(told) == ["dag"]
        assert list(entry.texts.values_list("name", "text")) == [("to", "Dag")]
    assert (entry.actor.username, entry.data["to"]) == ("ola", dag)
    history = page(walker, "mona", "case_history", task.case_id).content.decode()
    assert "Til Dag" in history


@pytest.mark.parametrize("name", ["liv", "ingrid", "kari", "mona"])
@pytest.mark.parametrize("deed", ["claim_task", "give_back_task"])
def test_who_lacks_the_right_shares_out_nothing(walker: Walker, task: Assignment, name: str, deed: str) -> None:
    """Whatever the page offers."""
    with pytest.raises(PermissionDenied):
        walker.do(name, getattr(claiming, deed), task)


def test_task_that_is_done_is_not_taken(walker: Walker, case: ChangeCase, task: Assignment) -> None:
    """Somebody was first."""
    walker.do("dag", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no")
    with pytest.raises(Stale):
        walker.do("ola", claiming.claim_task, task)


def away(walker: Walker, absent: str, stand_in: str) -> None:
    """Somebody is away for a week, and another stands in."""
    Substitution.objects.create(
        absent=walker.cast.people[absent],
        stand_in=walker.cast.people[stand_in],
        region=walker.cast.region.party,
        from_date=clock.today(),
        to_date=clock.today() + timedelta(days=6),
    )


def after_the_week() -> Any:
    """The day after they are back."""
    return clock.travel(clock.now() + timedelta(days=7))


@pytest.mark.parametrize("stand_in", ["liv", "dag"])
def test_task_follows_to_the_stand_in_and_returns(walker: Walker, task: Assignment, stand_in: str) -> None:
    """Whether the stand-in holds the right oneself or not: list, reminder, and back again after the last day."""
    post(walker, "ola", "claim_task", task)
    assert in_list(walker, stand_in) == 0
    away(walker, "ola", stand_in)
    assert in_list(walker, stand_in) == 1
    with acting_as(SYSTEM):
        row = Assignment.objects.select_related("case").get(pk=task.pk)
        outbox.remind(row.case, row, "near")
        told = Notification.objects.filter(kind=outbox.REMINDED).values_list("recipient__username", flat=True)
        assert list(told) == [stand_in]
    assert return_tasks_of_leavers() == 0
    with after_the_week():
        assert return_tasks_of_leavers() == 0
        with acting_as(SYSTEM):
            assert outbox.holders_of([row], walker.cast.region.pk)[0][1] == [walker.cast.people["ola"].pk]
    assert held_by(task) == "ola"


def test_what_a_stand_in_does_bears_both_names(walker: Walker, case: ChangeCase, task: Assignment) -> None:
    """Liv answers for Ola."""
    post(walker, "ola", "claim_task", task)
    away(walker, "ola", "liv")
    walker.do("liv", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    entry = entry_of(task, "answer_invitation")
    people = walker.cast.people
    assert (entry.actor_id, entry.on_behalf_of_id) == (people["liv"].pk, people["ola"].pk)


def test_task_that_a_stand_in_took_is_the_partys_again_afterwards(walker: Walker, task: Assignment) -> None:
    """Not while the time runs."""
    away(walker, "ola", "liv")
    assert post(walker, "liv", "claim_task", task).status_code == 302
    assert (return_tasks_of_leavers(), held_by(task)) == (0, "liv")
    with after_the_week():
        assert return_tasks_of_leavers() == 1
    assert held_by(task) is None
    assert entry_of(task, "return_task").data["from"] == walker.cast.people["liv"].pk


def test_claimed_task_of_a_leaver_is_the_partys_again(walker: Walker, task: Assignment) -> None:
    """The day after the last day."""
    post(walker, "ola", "claim_task", task)
    with acting_as(SYSTEM):
        walker.cast.people["ola"].engagements.update(to_date=clock.today())
    assert return_tasks_of_leavers() == 0
    with clock.travel(clock.now() + timedelta(days=1)):
        assert return_tasks_of_leavers() == 1
    assert held_by(task) is None


def test_front_page_asks_as_many_questions_for_one_task_as_for_three(walker: Walker, task: Assignment) -> None:
    """Who else may do them is asked once."""
    counts = []
    for more in (0, 2):
        for number in range(more):
            walker.to("invitation", title=f"Sak {number}")
        with CaptureQueriesContext(connection) as queries:
            assert in_list(walker, "ola") == 1 + more
        counts.append(len(queries))
    assert counts[0] == counts[1]


def race(walker: Walker, names: list[str], deed: Callable[[str], Any]) -> dict[str, Any]:
    """Everybody does it at the same moment; what each got."""
    meet, found = Barrier(len(names), timeout=20), {}

    def run(name: str) -> None:
        try:
            meet.wait()
            found[name] = deed(name)
        except HeldByAnother as other:
            found[name] = other.name
        finally:
            connection.close()

    threads = [Thread(target=run, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def test_of_many_who_take_it_at_once_one_wins(transactional_db: None, walker: Walker) -> None:
    """The others are told who it was."""
    names = ["ola", "dag", *(f"ola{number}" for number in range(6))]
    for name in names[2:]:
        engage(walker.cast, name, "member", "Rollag")
    case = walker.to("invitation")
    party = walker.cast.party("Rollag")
    task = walker.see(lambda: Assignment.objects.get(case=case, step="answer_invitation", party=party))
    found = race(walker, names, lambda name: walker.do(name, claiming.claim_task, task).person_id)
    winner = held_by(task)
    assert found[winner] == walker.cast.people[winner].pk
    told = {found[name] for name in names if name != winner}
    assert told == {walker.cast.people[winner].display_name}
    with acting_as(SYSTEM):
        assert HistoryEntry.objects.filter(case=case, deed="claim_task").count() == 1
