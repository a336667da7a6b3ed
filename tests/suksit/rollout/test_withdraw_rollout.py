"""A municipality that does not take the solution into use after all does not keep the others from closing the case."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from suksit.benefits import actions as benefits
from suksit.benefits import rules as benefit_rules
from suksit.cases.models import ChangeCase
from suksit.models import Harvest, Measurement, Rollout
from suksit.rollout import actions
from suksit.rollout.opening import CHECKLIST
from tests.walk import BENEFIT, Walker
from workflow import clock
from workflow.models import Assignment, HistoryEntry, HistoryText, Notification

WHY = "Vi slår oss sammen med nabokommunen."


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Kongsberg uses it; Rollag has planned what it will measure."""
    case = walker.to("rollout")
    parties = [walker.cast.party(name).pk for name in ("Kongsberg", "Rollag")]
    walker.do("kari", benefits.plan_benefit, case, parties, **BENEFIT)
    walker.do(
        "ola",
        benefits.plan_harvest,
        walker.part(Harvest, case, "Rollag"),
        owner=None,
        baseline=Decimal(36),
        baseline_on=clock.today(),
        target=Decimal(24),
        rounds=[clock.today() + timedelta(days=90)],
    )
    row = walker.part(Rollout, case, "Kongsberg")
    walker.do("ingrid", actions.plan_rollout, row, planned_on=clock.today())
    walker.do("ingrid", actions.check_off, row, CHECKLIST)
    walker.do("arne", actions.accept_operations, row)
    walker.do("ingrid", actions.confirm_go_live, row, went_live_on=clock.today())
    return case


def withdraw(walker: Walker, case: ChangeCase, name: str, reason: str = WHY) -> int:
    """On the page. Returns the status."""
    client = Client()
    client.force_login(walker.cast.people[name])
    own = walker.part(Rollout, case, "Rollag")
    url = reverse("withdraw_rollout", args=[case.pk, own.pk])
    assert client.get(url).status_code in (200, 403, 409)
    return client.post(url, {"reason": reason}).status_code


def test_withdraw_rollout_takes_back_what_waited_and_what_was_to_be_measured(walker: Walker, case: ChangeCase) -> None:
    """Nothing waits for Rollag any more, and the case can be closed."""
    assert withdraw(walker, case, "ola") == 302
    assert walker.part(Rollout, case, "Rollag").state == "withdrawn"
    rollag = walker.cast.party("Rollag")
    assert walker.see(lambda: set(Measurement.objects.filter(case=case).values_list("state", flat=True))) == {
        "withdrawn"
    }
    assert not walker.see(lambda: Assignment.objects.filter(case=case, party=rollag, state="open").exists())
    walker.do("kari", benefits.start_harvest, case)
    walker.do("kari", benefits.close_case, case, lessons="Spør tidlig.")
    assert walker.see(lambda: ChangeCase.objects.get(pk=case.pk).state) == "closed"


def test_withdraw_rollout_is_told_with_its_reason(walker: Walker, case: ChangeCase) -> None:
    """Kari and operations get a mail; the timeline has the words."""
    withdraw(walker, case, "ola")
    entry = walker.see(lambda: HistoryEntry.objects.get(case=case, deed="withdraw_rollout"))
    assert walker.see(lambda: HistoryText.objects.get(entry=entry, name="reason").text) == WHY
    told = walker.see(
        lambda: set(
            Notification.objects.filter(fact=f"withdraw_rollout:{entry.pk}").values_list(
                "recipient__username", flat=True
            )
        )
    )
    assert told == {"kari", "arne"}
    client = Client()
    client.force_login(walker.cast.people["kari"])
    page = client.get(reverse("case_history", args=[case.pk])).content.decode()
    assert WHY in page
    assert "gjorde noe i saken" not in page


def test_coordinator_withdraws_it_on_behalf_and_both_names_stand(walker: Walker, case: ChangeCase) -> None:
    """Kari does it for the region; the history says for whom."""
    assert withdraw(walker, case, "kari") == 302
    entry = walker.see(lambda: HistoryEntry.objects.get(case=case, deed="withdraw_rollout"))
    assert (entry.party_id, entry.data["party"]) == (case.region_id, walker.cast.party("Rollag").pk)


def test_withdraw_rollout_needs_a_reason_and_the_right(walker: Walker, case: ChangeCase) -> None:
    """Kongsberg may not do it for Rollag; without words it is not done; done is done."""
    assert withdraw(walker, case, "ingrid") == 403
    assert withdraw(walker, case, "ola", " ") == 422
    assert walker.part(Rollout, case, "Rollag").state == "to_plan"
    assert withdraw(walker, case, "ola") == 302
    assert withdraw(walker, case, "dag") == 409


def test_withdrawn_party_plans_no_more_rounds(walker: Walker, case: ChangeCase) -> None:
    """Else they would keep the case open for ever."""
    withdraw(walker, case, "ola")
    harvest = walker.part(Harvest, case, "Rollag")
    assert not walker.cast.see("ola", lambda actor: benefit_rules.can_plan_harvest(harvest, actor))


def test_own_page_offers_it_and_says_so_afterwards(walker: Walker, case: ChangeCase) -> None:
    """A link on the case for those who may, and words for all."""
    own = walker.part(Rollout, case, "Rollag")
    url = reverse("withdraw_rollout", args=[case.pk, own.pk])
    for name, offered in (("ola", True), ("kari", True), ("ingrid", False)):
        client = Client()
        client.force_login(walker.cast.people[name])
        assert (url in client.get(reverse("case", args=[case.pk])).content.decode()) is offered
    withdraw(walker, case, "ola")
    assert "Skal ikke bruke den" in client.get(reverse("case", args=[case.pk])).content.decode()
