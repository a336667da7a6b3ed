"""What a case offers: the deeds that can be done now, never those whose page could only say why they must wait."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.competition import impartiality
from procurement.invitation import commitment
from procurement.models import Authorisation
from suksit.cases.models import ChangeCase
from tests.procurement.competition.browser import Browser
from tests.procurement.contract.options import with_option_holder
from tests.walk import Walker, on
from workflow import clock, deeds
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import REGISTRY

OPENERS = {
    "full": "publish_notice",
    "simplified": "invite_tenders",
    "call_off": "call_off",
    "renegotiation": "agree_renegotiation",
    "none": "proceed_without_procurement",
}
Offered = Callable[[str, ChangeCase], set[str]]


@pytest.fixture
def offered(walker: Walker) -> Offered:
    """`offered("siri", case)` is the names of what the case offers Siri."""

    def names(name: str, case: ChangeCase) -> set[str]:
        return walker.cast.see(
            name, lambda actor: {deed.name for deed in deeds.available(ChangeCase.objects.get(pk=case.pk), actor)}
        )

    return names


def may(walker: Walker, name: str, deed: str, case: ChangeCase) -> bool:
    """Whether the rule says yes, offered or not."""
    return walker.cast.see(name, lambda actor: REGISTRY[deed].rule(ChangeCase.objects.get(pk=case.pk), actor))


def test_tenders_are_offered_when_they_can_be_opened_and_a_recommendation_when_nothing_is_missing(
    walker: Walker, offered: Offered
) -> None:
    """The right is there all the time, and the page explains itself to whoever gets there."""
    browser = Browser(walker, walker.to("competition"))
    wanted = {"register_tender", "recommend_award"}
    assert offered("siri", browser.case) & wanted == set()
    assert all(may(walker, "siri", deed, browser.case) for deed in wanted)
    assert "Tilbudene åpnes" in browser.get("siri", "register_tender").content.decode()
    assert "Ingen tilbud er registrert." in browser.get("siri", "recommend_award").content.decode()
    with on(clock.today() + timedelta(days=36)):
        assert offered("siri", browser.case) & wanted == {"register_tender"}
        browser.done("siri", "register_tender", supplier="Plan og Bygg AS")
        assert offered("siri", browser.case) & wanted == {"register_tender"}
        walker.do("siri", impartiality.declare_impartiality, browser.case)
        assert offered("siri", browser.case) & wanted == wanted


def test_case_page_does_not_name_what_must_wait(walker: Walker) -> None:
    """«Du kan også» of the purchaser, before and after the tender deadline."""
    browser = Browser(walker, walker.to("competition"))

    def labels() -> set[str]:
        return {str(row["label"]) for row in browser.get("siri", "case").context["deeds"]}

    waits = {"Registrer tilbud", "Innstill en leverandør"}
    assert labels() & waits == set()
    assert "Avlys konkurransen" in labels()
    with on(clock.today() + timedelta(days=36)):
        assert labels() & waits == {"Registrer tilbud"}


@pytest.mark.parametrize("route", OPENERS)
def test_what_fixes_the_participants_is_offered_when_the_gate_is_open(
    walker: Walker, offered: Offered, route: str
) -> None:
    """An authorisation that is still to come closes the gate."""
    case = walker.to(f"planning:{route}")
    assert offered("siri", case) & set(OPENERS.values()) == {OPENERS[route]}
    with acting_as(SYSTEM):
        Authorisation.objects.filter(case=case, party=walker.cast.party("Rollag")).update(state="requested")
    assert offered("siri", case) & set(OPENERS.values()) == set()
    assert may(walker, "siri", OPENERS[route], case)


def test_option_holder_is_let_in_when_the_contracts_are_open_and_it_is_not_asked(
    walker: Walker, offered: Offered
) -> None:
    """Not before, not twice, and not where nobody holds an option."""
    assert "admit_option_holder" not in offered("kari", with_option_holder(walker, route="full").case)
    browser = with_option_holder(walker)
    assert "admit_option_holder" in offered("kari", browser.case)
    browser.done("kari", "admit_option_holder", party=walker.cast.party("Notodden").pk)
    assert "admit_option_holder" not in offered("kari", browser.case)
    assert "admit_option_holder" not in offered("kari", walker.to("contract"))


def test_case_goes_on_to_planning_when_somebody_leads(walker: Walker, offered: Offered) -> None:
    """Before that naming who leads is what is offered."""
    case = walker.to("commitment")
    wanted = {"name_lead_buyer", "close_commitment"}
    assert offered("kari", case) & wanted == {"name_lead_buyer"}
    walker.do("kari", commitment.name_lead_buyer, case, walker.cast.party("KO").pk)
    assert offered("kari", case) & wanted == wanted


def test_report_is_joined_with_another_when_there_is_one(walker: Walker, offered: Offered) -> None:
    """A report alone has nothing to be joined with."""
    case = walker.to("reported")
    assert "merge_report" not in offered("kari", case)
    other = walker.to("reported", title="Turnussystem")
    assert "merge_report" in offered("kari", case) & offered("kari", other)


@pytest.mark.parametrize("state", ["planning:full", "competition:opened"])
def test_what_is_offered_costs_as_much_for_two_as_for_four(walker: Walker, state: str) -> None:
    """The number of queries does not grow with those who take part."""
    case = walker.to(state)
    counts = []
    for more in ((), ("Notodden", "Tinn")):
        with acting_as(SYSTEM):
            for party in more:
                row = Authorisation.objects.get(case=case, party=walker.cast.party("Rollag"))
                row.pk, row.party = None, walker.cast.party(party)
                row.save()

        def count(actor: object) -> int:
            found = ChangeCase.objects.get(pk=case.pk)
            with CaptureQueriesContext(connection) as asked:
                assert deeds.available(found, actor)
            return len(asked)

        counts.append(walker.cast.see("siri", count))
    assert counts[0] == counts[1]
