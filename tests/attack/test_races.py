"""Two who do the same deed at the same moment: one wins, the other is told who it was; never two effects."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from procurement.models import Answer, Authorisation, Contract
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from tests.walk import Walker
from workflow.models import HistoryEntry

SIGNED = {"starts_on": date(2027, 3, 1), "ends_on": date(2031, 2, 28)}
TENDER = "Plan og Bygg AS"


def both(walker: Walker, names: tuple[str, str], url: str, data: dict[str, Any]) -> list[Any]:
    """Two posts that pass the rule together and then meet at the lock. The winner's answer first."""
    clients = []
    for name in names:
        clients.append(Client(headers={"accept-language": "nb"}, raise_request_exception=False))
        clients[-1].force_login(walker.cast.people[name])
    meet, answers = Barrier(2, timeout=10), []
    is_valid = BaseForm.is_valid

    def wait(form: BaseForm) -> bool:
        meet.wait()
        return is_valid(form)

    def run(client: Client) -> None:
        try:
            answers.append(client.post(url, data))
        finally:
            connection.close()

    with mock.patch.object(BaseForm, "is_valid", wait):
        threads = [Thread(target=run, args=[client]) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
    return sorted(answers, key=lambda answer: answer.status_code)


RACES: dict[str, tuple[str, tuple[str, str], Callable[[Walker, Any], tuple[int | None, dict[str, Any]]]]] = {
    "give_authorisation": (
        "commitment",
        ("dag", "dag"),
        lambda walker, case: (walker.part(Authorisation, case, "Rollag").pk, {}),
    ),
    "sign_contract": (
        "contract",
        ("dag", "dag"),
        lambda walker, case: (walker.part(Contract, case, "Rollag").pk, SIGNED),
    ),
    "decide_award": (
        "award",
        ("jon", "jon"),
        lambda walker, case: (
            None,
            {"tender": walker.see(lambda: case.tenders.get(supplier=TENDER).pk, "siri"), "reason": "Best."},
        ),
    ),
    "close_invitation": ("invitation", ("kari", "kari"), lambda walker, case: (None, {})),
    "ask_partners": (
        "accepted",
        ("kari", "kari"),
        lambda walker, case: (None, {"parties": [walker.cast.party("Rollag").pk], "working_days": 15}),
    ),
}


@pytest.mark.parametrize("deed", list(RACES))
def test_deed_done_by_two_at_once_is_done_once(deed: str, transactional_db: None, walker: Walker) -> None:
    """The one who comes second gets 409 with the name of who did it, and what was typed."""
    state, names, ask = RACES[deed]
    case = walker.to(state)
    subject, data = ask(walker, case)
    url = reverse(deed, args=[case.pk] if subject is None else [case.pk, subject])
    first, second = both(walker, names, url, data)
    assert (first.status_code, second.status_code) == (302, 409)
    assert walker.cast.people[names[0]].display_name in second.content.decode()
    assert walker.see(lambda: HistoryEntry.objects.filter(case_id=case.pk, deed=deed).count()) == 1


def test_report_sent_twice_at_once_is_one_case_with_one_number(transactional_db: None, walker: Walker) -> None:
    """Both are led to the case; it has one number and was sent once."""
    case = walker.to("draft")
    values = {"needs": "Vi bruker for lang tid.", "draft_benefits": "Kortere tid"}
    walker.do("ola", changes.save_draft, case, values=values)
    url = reverse("report_change", args=[case.pk])
    answers: list[int] = []
    meet = Barrier(2, timeout=10)

    def run(client: Client) -> None:
        try:
            meet.wait()
            answers.append(client.post(url).status_code)
        finally:
            connection.close()

    threads = []
    for _ in range(2):
        client = Client()
        client.force_login(walker.cast.people["ola"])
        threads.append(Thread(target=run, args=[client]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert answers == [302, 302]
    assert walker.see(lambda: HistoryEntry.objects.filter(case_id=case.pk, deed="report_change").count()) == 1
    assert walker.see(lambda: list(ChangeCase.objects.values_list("number", flat=True)))[0].endswith("-001")


def test_two_people_of_one_municipality_who_answer_at_once(transactional_db: None, walker: Walker) -> None:
    """The second does not write over an answer that was not there when the page was opened: who came first is told."""
    case = walker.to("invitation")
    answer = walker.part(Answer, case, "Rollag")
    url = reverse("answer_invitation", args=[case.pk, answer.pk])
    data = {"choice": "yes", "annual_value": "40000", "seen": "0"}
    first, second = both(walker, ("dag", "ola"), url, data)
    assert (first.status_code, second.status_code) == (302, 409)
    entries = walker.see(lambda: list(HistoryEntry.objects.filter(case_id=case.pk, deed="answer_invitation")))
    assert len(entries) == 1
    assert entries[0].actor.display_name in second.content.decode()
    assert "40000" in second.content.decode()


def test_own_answer_sent_twice_is_not_refused(client: Client, db: None, walker: Walker) -> None:
    """A double click, or an own second thought in an old tab, is one's own: the last counts, the first is kept."""
    case = walker.to("invitation")
    answer = walker.part(Answer, case, "Rollag")
    url = reverse("answer_invitation", args=[case.pk, answer.pk])
    client.force_login(walker.cast.people["ola"])
    for choice in ("yes", "option"):
        assert client.post(url, {"choice": choice, "seen": "0"}).status_code == 302
    assert walker.part(Answer, case, "Rollag").choice == "option"
