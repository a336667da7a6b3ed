"""Contracting: each signs for itself, an option holder later, and who is not named is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.competition import actions as competition
from procurement.models import Answer, Authorisation, Contract
from suksit.cases.models import ChangeCase
from suksit.models import Rollout
from tests.procurement.competition.browser import Browser, queries
from tests.procurement.contract.options import with_option_holder
from tests.walk import Walker
from workflow import clock
from workflow.models import Assignment, Notification
from workflow.panels import of_case

SIGNED = {
    "starts_on": "01.03.2027",
    "ends_on": "28.02.2031",
    "annual_value": "90 000,50",
    "number": "27/114",
    "option_months": "24",
    "notice_months": "6",
}


def signing(walker: Walker) -> tuple[Browser, int, int]:
    """A case whose contracts are open, with Kongsberg's and Rollag's contract."""
    browser = Browser(walker, walker.to("contract"))
    return (
        browser,
        walker.part(Contract, browser.case, "Kongsberg").pk,
        walker.part(Contract, browser.case, "Rollag").pk,
    )


def test_sign_page_shows_the_estimate_and_fills_it_in(walker: Walker) -> None:
    """Dag sees what Rollag estimated, the supplier, and a value to keep or change."""
    browser, _kongsberg, rollag = signing(walker)
    words = browser.get("dag", "sign_contract", rollag).content.decode().replace("\xa0", " ")
    assert "Signer kontrakten for Rollag" in words
    assert "Plan og Bygg AS" in words
    assert 'value="100 000"' in words


def test_signing_opens_the_own_rollout_at_once(walker: Walker) -> None:
    """The values as typed, the roll-out of Rollag alone, its task to plan, and mails to Siri and Kari."""
    browser, _kongsberg, rollag = signing(walker)
    browser.done("dag", "sign_contract", rollag, **SIGNED)
    row = walker.part(Contract, browser.case, "Rollag")
    assert (row.state, row.starts_on, row.ends_on) == ("signed", date(2027, 3, 1), date(2031, 2, 28))
    assert (row.annual_value, row.number, row.option_months, row.notice_months) == (
        Decimal("90000.50"),
        "27/114",
        24,
        6,
    )
    assert walker.see(lambda: [rollout.party.name for rollout in Rollout.objects.all()]) == ["Rollag"]
    assert walker.see(lambda: Assignment.objects.get(step="plan_rollout", state="open").party.name) == "Rollag"
    told = Notification.objects.filter(kind="workflow/decided", fact__startswith="sign_contract")
    assert walker.see(lambda: set(told.values_list("recipient__username", flat=True))) == {"siri", "kari"}
    assert "1 av 2 har signert" in browser.panel("ola", "contract/panel_contracts.html")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("ends_on", "01.01.2027", "slutter etter at den starter"),
        ("starts_on", "01.01.1027", "Stemmer årstallet"),
        ("ends_on", "", "problem-word"),
        ("annual_value", "-1", "mindre enn null"),
        ("annual_value", "1e99", "Skriv et beløp|for stort"),
        ("option_months", "9999", "problem-word"),
        ("number", "x" * 61, "problem-word"),
    ],
)
def test_signing_with_a_wrong_field_is_refused_and_kept(walker: Walker, field: str, typed: str, words: str) -> None:
    """422, a message, what was typed, and no signature."""
    browser, _kongsberg, rollag = signing(walker)
    answer = browser.post("dag", "sign_contract", rollag, **{**SIGNED, field: typed})
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert "27/114" in answer.content.decode() or field == "number"
    assert walker.part(Contract, browser.case, "Rollag").state == "to_sign"


def test_another_municipalitys_contract_is_not_ones_own(walker: Walker) -> None:
    """Dag cannot sign for Kongsberg, nor with Kongsberg's key below another case; Ola cannot sign at all."""
    browser, kongsberg, rollag = signing(walker)
    other = Browser(walker, walker.to("contract", title="En annen sak"))
    assert browser.post("dag", "sign_contract", kongsberg, **SIGNED).status_code == 403
    assert other.post("dag", "sign_contract", rollag, **SIGNED).status_code == 404
    assert browser.get("ola", "sign_contract", rollag).status_code == 403
    assert browser.get("per", "sign_contract", rollag).status_code == 404


def test_signing_twice_is_answered_with_who_was_first(walker: Walker) -> None:
    """An old tab: 409, and the first signature stands."""
    browser, _kongsberg, rollag = signing(walker)
    browser.done("dag", "sign_contract", rollag, **SIGNED)
    again = browser.post("dag", "sign_contract", rollag, **{**SIGNED, "number": "99"})
    assert again.status_code == 409
    assert walker.part(Contract, browser.case, "Rollag").number == "27/114"


def test_participant_that_leaves_is_kept_on_record(walker: Walker) -> None:
    """Edge 5: the page says what follows; the authorisation, the answer and the contract row stay."""
    browser, _kongsberg, rollag = signing(walker)
    words = browser.get("dag", "withdraw_contract", rollag).content.decode().replace("\xa0", " ")
    assert "fra 500 000 kr til 400 000 kr per år" in words
    assert "kanskje konkurransen avlyses" in words
    assert browser.post("dag", "withdraw_contract", rollag, reason="").status_code == 422
    browser.done("dag", "withdraw_contract", rollag, reason="Budsjettet er kuttet.")
    assert walker.part(Contract, browser.case, "Rollag").state == "withdrawn"
    assert walker.part(Authorisation, browser.case, "Rollag").state == "given"
    assert "Signerer ikke" in browser.panel("tor", "contract/panel_contracts.html")


def test_closing_names_those_who_have_not_signed(walker: Walker) -> None:
    """Kari goes on; Kongsberg may still sign, and then begins its own roll-out."""
    browser, kongsberg, rollag = signing(walker)
    assert browser.post("kari", "close_contracting").status_code == 403 or browser.now().state == "contract"
    browser.done("dag", "sign_contract", rollag, **SIGNED)
    words = browser.get("kari", "close_contracting").content.decode()
    assert "1 av 2 har signert." in words
    assert "Ikke signert ennå: Kongsberg." in words
    browser.done("kari", "close_contracting")
    assert browser.now().state == "rollout"
    entry = walker.see(lambda: browser.case.history.get(deed="close_contracting"))
    assert entry.data == {"unsigned": [walker.cast.party("Kongsberg").pk]}
    browser.done("eva", "sign_contract", kongsberg, **SIGNED)
    assert walker.see(lambda: Rollout.objects.filter(case=browser.case).count()) == 2


def test_contract_of_a_cancelled_case_is_not_signed(walker: Walker) -> None:
    """The case has ended."""
    from suksit.cases import actions as cases

    browser, _kongsberg, rollag = signing(walker)
    walker.do("kari", cases.cancel_case, browser.case, reason="Pengene er borte.")
    assert browser.post("dag", "sign_contract", rollag, **SIGNED).status_code in (403, 409)
    assert walker.part(Contract, browser.case, "Rollag").state == "to_sign"


def test_option_holder_joins_later_with_a_contract_of_its_own(walker: Walker) -> None:
    """Edge 4: admitted, asked, signed, logged; also after the others have gone on to taking into use."""
    browser = with_option_holder(walker)
    browser.done("dag", "sign_contract", walker.part(Contract, browser.case, "Rollag").pk, **SIGNED)
    browser.done("kari", "close_contracting")
    notodden = walker.cast.party("Notodden").pk
    asked = Assignment.objects.filter(step="sign_contract", state="open", party_id=notodden)
    assert walker.see(lambda: asked.count()) == 0
    browser.done("kari", "admit_option_holder", party=notodden)
    assert walker.see(lambda: asked.all().count()) == 1
    assert browser.post("kari", "admit_option_holder", party=notodden).status_code == 409
    contract = walker.part(Contract, browser.case, "Notodden")
    browser.done("hans", "sign_contract", contract.pk, **SIGNED)
    assert walker.part(Contract, browser.case, "Notodden").state == "signed"
    deeds = walker.see(lambda: list(browser.case.history.order_by("sequence").values_list("deed", flat=True)))
    assert deeds.index("admit_option_holder") < len(deeds) - 1 - deeds[::-1].index("sign_contract")
    assert walker.see(lambda: Rollout.objects.filter(case=browser.case).count()) == 2


def test_who_is_not_named_cannot_join_after_the_notice(walker: Walker) -> None:
    """Edge 3: Tinn is refused with the reason, the citation and another way; nothing is changed."""
    browser = Browser(walker, walker.to("competition"))
    tinn = walker.cast.party("Tinn").pk
    answer = browser.post("kari", "admit_option_holder", party=tinn)
    assert answer.status_code == 422
    words = answer.content.decode()
    for said in ("KOFA 2019/389", "ulovlig direkteanskaffelse", "Meld et nytt behov i stedet"):
        assert said in words
    assert not walker.see(lambda: browser.case.history.filter(deed="admit_option_holder").exists())
    nabodal = walker.cast.party("Nabodal").pk
    assert browser.post("kari", "admit_option_holder", party=nabodal).status_code == 422
    assert browser.get("siri", "admit_option_holder").status_code == 403


def test_option_holder_waits_until_the_contracts_are_open(walker: Walker) -> None:
    """Named, but the competition still runs."""
    browser = with_option_holder(walker, route="full")
    answer = browser.post("kari", "admit_option_holder", party=walker.cast.party("Notodden").pk)
    assert answer.status_code == 422
    assert "når kontraktene er åpne" in answer.content.decode()


def test_renegotiation_that_changes_much_is_refused(walker: Walker) -> None:
    """A single yes: 422 beside the question, what was typed is kept, and the case stays in planning."""
    case = walker.to("planning")
    walker.prepare(case, "renegotiation")
    browser = Browser(walker, case)
    form = {"supplier": "Turnus Norge AS", "note": "Årsturnus er med.", "other_suppliers": "no", "balance": "no"}
    unanswered = browser.post("siri", "agree_renegotiation", **form)
    assert unanswered.status_code == 422
    assert "Svar ja eller nei." in unanswered.content.decode()
    answer = browser.post("siri", "agree_renegotiation", **form, scope="yes", new_supplier="no")
    assert answer.status_code == 422
    assert "Det krever ny konkurranse" in answer.content.decode()
    assert "Årsturnus er med." in answer.content.decode()
    assert browser.now().state == "planning"
    browser.done("siri", "agree_renegotiation", **form, scope="no", new_supplier="no")
    entry = walker.see(lambda: browser.case.history.get(deed="agree_renegotiation"))
    assert set(entry.data["material_change"].values()) == {False}
    assert browser.now().state == "contract"


def test_call_off_without_an_agreement_is_behind_its_gate(walker: Walker) -> None:
    """What is missing is said; a forced POST changes nothing."""
    from procurement.planning import actions as planning

    case = walker.to("planning")
    walker.do("siri", planning.choose_route, case, "call_off", reason="Rammeavtalen finnes.")
    browser = Browser(walker, case)
    assert "Avtalen det bygger på, er ikke navngitt." in browser.get("siri", "call_off").content.decode()
    assert browser.post("siri", "call_off", supplier="X", note="Y").status_code == 422
    assert browser.now().state == "planning"


def test_panels_cost_the_same_for_one_and_for_many(walker: Walker) -> None:
    """The queries of a case's panels do not grow with the municipalities."""
    browser, _kongsberg, _rollag = signing(walker)
    party = walker.cast.party("Tinn").pk

    def panels(limit: int) -> None:
        def read(actor: object) -> None:
            case = ChangeCase.objects.get(pk=browser.case.pk)
            with queries(limit):
                of_case(case, actor)

        walker.cast.see("siri", read)

    panels(30)
    counted = count(walker, browser)
    walker.do("siri", add_contract, browser.case, party)
    assert count(walker, browser) == counted


def count(walker: Walker, browser: Browser) -> int:
    """How many queries the panels take."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def read(actor: object) -> int:
        case = ChangeCase.objects.get(pk=browser.case.pk)
        with CaptureQueriesContext(connection) as seen:
            of_case(case, actor)
        return len(seen)

    return walker.cast.see("siri", read)


def add_contract(case, party, *, by):  # noqa: ANN001, ANN201 - one row more, for the count
    """A third participant."""
    answer = Answer.objects.get(case=case, party_id=party)
    Answer.objects.filter(pk=answer.pk).update(choice="yes", annual_value=1, state="answered")
    Authorisation.objects.create(
        case=case, party_id=party, state="given", signatory_id=by.user_id, decided_on=clock.today()
    )
    return Contract.objects.create(case=case, party_id=party, supplier="Plan og Bygg AS")


def test_early_signing_is_not_possible_before_the_contracts_open(walker: Walker) -> None:
    """No contract exists while the competition runs."""
    case = walker.to("award")
    assert walker.see(lambda: Contract.objects.filter(case=case).count()) == 0
    assert walker.see(lambda: competition.running(case).tender_deadline) == clock.today() + timedelta(days=35)
