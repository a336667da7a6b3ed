"""Planning: the route, the plan and the evaluation group, each on a page; and what the gate lacks, in words."""

from datetime import date
from typing import Any

import pytest

from procurement.competition import actions as competition
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Authorisation, Plan, Responsible
from procurement.planning import actions, gate
from tests.procurement.pages import Pages
from tests.walk import PLAN, Walker
from workflow import flows
from workflow.models import Assignment, HistoryEntry


@pytest.fixture
def pages(walker: Walker) -> Pages:
    """A case in planning, led by KO, with 2 000 000 kroner over four years."""
    return Pages(walker, walker.to("planning"))


def plan(pages: Pages) -> Plan:
    """The plan as it stands."""
    return pages.walker.see(lambda: Plan.objects.select_related("lead_buyer").get(case_id=pages.case.pk))


def missing(pages: Pages, name: str = "siri") -> list[gate.Missing]:
    """What the gate lacks, with a person's eyes."""
    return pages.walker.cast.see(name, lambda actor: gate.missing_in_words(fresh(pages), actor))


def fresh(pages: Pages) -> Any:
    """The case, read anew."""
    return type(pages.case).objects.get(pk=pages.case.pk)


def choose(pages: Pages, route: str = "full") -> Any:
    """Siri chooses a route on the page."""
    return pages.post("siri", "choose_route", {"route": route, "reason": "Over nasjonal terskel."})


def test_route_page_shows_the_value_and_the_rule(pages: Pages) -> None:
    """2 000 000 is over the national threshold, and the row says by which rule."""
    page = pages.get("siri", "choose_route")
    assert page.context["suggested"] == "full"
    assert "1\u00a0300\u00a0000" in page.content.decode()
    assert "FOA del II" in page.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"route": "full"}, {"route": "full", "reason": "   "}, {"route": "gratis", "reason": "x"}]
)
def test_route_needs_a_name_and_a_reason(pages: Pages, data: dict[str, str]) -> None:
    """Beside the field; nothing is chosen."""
    assert pages.post("siri", "choose_route", data).status_code == 422
    assert plan(pages).route == ""


@pytest.mark.parametrize(
    ("route", "step"),
    [
        ("full", "publish_notice"),
        ("simplified", "invite_tenders"),
        ("call_off", "call_off"),
        ("renegotiation", "agree_renegotiation"),
        ("none", "proceed_without_procurement"),
    ],
)
def test_route_says_whose_turn_it_is_next(pages: Pages, route: str, step: str) -> None:
    """Each route has its own next step, with the lead buyer."""
    assert choose(pages, route).status_code == 302
    row = pages.walker.see(lambda: Assignment.objects.get(state="open", step__in=gate.OPENERS))
    assert (row.step, row.party_id) == (step, pages.walker.cast.party("KO").pk)


def test_route_can_be_chosen_again_before_the_notice(pages: Pages) -> None:
    """The old step is withdrawn, the new one opened; authorisations still to come stay open."""
    walker = pages.walker
    answer = walker.answer_of(pages.case, "Tinn")
    walker.do("kari", invitation.answer_invitation, answer, choice="yes", annual_value=1)
    choose(pages)
    assert choose(pages, "call_off").status_code == 302
    rows = walker.see(lambda: sorted(Assignment.objects.filter(state="open").values_list("step", flat=True)))
    assert rows == ["call_off", "give_authorisation"]
    last = walker.see(lambda: HistoryEntry.objects.filter(deed="choose_route").last())
    assert last.data == {"route": "call_off", "before": "full"}


def test_route_is_chosen_anew_after_a_cancelled_competition(walker: Walker) -> None:
    """The case is back in planning, and the list is open again."""
    pages = Pages(walker, walker.to("competition"))
    assert choose(pages).status_code == 409
    walker.do("siri", competition.cancel_competition, pages.case, code="tch-pr-error", reason="Feil i prisskjemaet.")
    assert walker.see(lambda: flows.waits_at(fresh(pages), "choose_route"), "siri")
    assert choose(pages).status_code == 302
    assert missing(pages) == []


def test_lead_buyer_named_anew_takes_over_the_open_step(pages: Pages) -> None:
    """KO hands over to Kongsberg after the route is chosen."""
    choose(pages)
    kongsberg = pages.walker.cast.party("Kongsberg").pk
    pages.walker.do("kari", commitment.name_lead_buyer, pages.case, kongsberg)
    row = pages.walker.see(lambda: Assignment.objects.get(state="open", step="publish_notice"))
    assert row.party_id == kongsberg


def test_plan_is_saved_bit_by_bit_and_the_gate_says_the_rest(pages: Pages) -> None:
    """Six things are missing; each goes when it is given; the purchaser gets the way there, others the name."""
    assert [row.button != "" for row in missing(pages)] == [True]
    choose(pages)
    assert len(missing(pages)) == 5
    assert all(row.url for row in missing(pages))
    assert not any(row.url for row in missing(pages, "ola"))
    half = {"years": 4, "procedure": "open", "cpv": "48000000-8"}
    assert pages.post("siri", "plan_procurement", half).status_code == 302
    assert (plan(pages).procedure, plan(pages).cpv) == ("open", "48000000")
    assert len(missing(pages)) == 3
    rest = {
        **half,
        "standard_contract": "SSA-L",
        "environment_route": "quality-nor-env-spec",
        "environment": "Krav til strøm.",
        "competition_starts": "15.01.2027",
    }
    assert pages.post("siri", "plan_procurement", rest).status_code == 302
    assert plan(pages).competition_starts == date(2027, 1, 15)
    assert [row.url for row in missing(pages)] == [pages.url("name_evaluators")]
    people = pages.walker.cast.people
    key = f"{people['siri'].pk}-{pages.walker.cast.party('KO').pk}"
    assert pages.post("siri", "name_evaluators", {"people": [key]}).status_code == 302
    assert missing(pages) == []


@pytest.mark.parametrize(
    "data",
    [
        {"years": ""},
        {"years": "0"},
        {"years": "-4"},
        {"years": "99"},
        {"years": "4", "cpv": "software"},
        {"years": "4", "procedure": "lotteri"},
        {"years": "4", "standard_contract": "SSA-X"},
        {"years": "4", "competition_starts": "01.01.1066"},
        {"years": "4", "environment_route": "quality-nor-env-spec"},
        {"years": "4", "environment": "x" * 4001},
    ],
)
def test_wrong_plan_is_refused(pages: Pages, data: dict[str, str]) -> None:
    """Beside the field; nothing is saved."""
    choose(pages)
    page = pages.post("siri", "plan_procurement", data)
    assert page.status_code == 422
    assert plan(pages).environment == ""


def test_plan_of_a_call_off_asks_for_the_agreement_alone(pages: Pages) -> None:
    """No procedure, no CPV; the gate lacks the agreement."""
    choose(pages, "call_off")
    assert "procedure" not in pages.get("siri", "plan_procurement").content.decode()
    assert len(missing(pages)) == 1
    pages.post("siri", "plan_procurement", {"years": 3, "existing_agreement": "Rammeavtale 2024"})
    assert missing(pages) == []


def test_evaluators_are_people_of_those_who_take_part(pages: Pages) -> None:
    """Not Notodden's, who said no, nor another region's. The coordinator may be named, and sees tenders only then."""
    page = pages.get("siri", "name_evaluators").content.decode()
    assert "Ingrid, Kongsberg" in page
    assert "Siri, KO" in page
    assert "Tor" not in page
    cast = pages.walker.cast
    for name, party in (("tor", "Notodden"), ("nina", "Notodden")):
        key = f"{cast.people[name].pk}-{cast.party(party).pk}"
        assert pages.post("siri", "name_evaluators", {"people": [key]}).status_code == 422
    assert pages.walker.see(Responsible.objects.count) == 0
    key = f"{cast.people['kari'].pk}-{cast.party('Kongsbergregionen').pk}"
    assert pages.post("siri", "name_evaluators", {"people": [key]}).status_code == 302
    assert pages.walker.see(Responsible.objects.get).person == cast.people["kari"]


@pytest.mark.parametrize("deed", ["choose_route", "plan_procurement", "name_evaluators"])
@pytest.mark.parametrize("name", ["kari", "ola", "dag", "jon"])
def test_only_the_lead_buyers_purchaser_plans(pages: Pages, deed: str, name: str) -> None:
    """The coordinator binds nobody."""
    assert pages.post(name, deed, {"route": "full", "reason": "x"}).status_code == 403


def test_missing_authorisation_is_told_with_names(pages: Pages) -> None:
    """And who can give it."""
    walker = pages.walker
    walker.do("kari", invitation.answer_invitation, walker.answer_of(pages.case, "Tinn"), choice="yes")
    walker.do("siri", actions.choose_route, pages.case, "full", reason="x")
    walker.do("siri", actions.plan_procurement, pages.case, values=PLAN)
    assert "Tinn" in missing(pages)[0].what
    assert walker.part(Authorisation, pages.case, "Tinn").state == "requested"


def test_longer_contract_is_worth_more_also_in_the_authorisation_to_come(pages: Pages) -> None:
    """Tinn has 50 000 a year: over six years 300 000. Rollag is bound for 400 000, and 600 000 is more: asked anew."""
    walker = pages.walker
    answer = walker.answer_of(pages.case, "Tinn")
    walker.do("kari", invitation.answer_invitation, answer, choice="yes", annual_value=50_000)
    choose(pages)
    assert pages.post("siri", "plan_procurement", {"years": 6}).status_code == 302
    values = [walker.part(Authorisation, pages.case, name).value for name in ("Tinn", "Rollag")]
    assert values == [300_000, 600_000]
    asked = walker.see(
        lambda: set(
            Assignment.objects.filter(case=pages.case, step="give_authorisation", state="open").values_list(
                "party__name", flat=True
            )
        )
    )
    assert asked == {"Kongsberg", "Rollag", "Tinn"}
    assert walker.part(Authorisation, pages.case, "Rollag").state == "requested"


def test_shorter_contract_leaves_what_is_given(pages: Pages) -> None:
    """Bound for four years, planned for two: nobody is asked anew, and back to four is no more than was given."""
    choose(pages)
    for years in (2, 4):
        assert pages.post("siri", "plan_procurement", {"years": years}).status_code == 302
        assert pages.walker.part(Authorisation, pages.case, "Rollag").state == "given"
