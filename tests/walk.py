"""Walking a case to where a test needs it, through the product's own deeds."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest

from procurement.award import actions as award
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.contract import actions as contract
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation, Contract
from procurement.planning import actions as planning
from suksit.benefits import actions as benefits
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from suksit.changes import assessment
from suksit.models import Harvest, Measurement, Rollout
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from tests.personas import Cast
from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as

ORDER = (
    "draft",
    "reported",
    "assessment",
    "accepted",
    "invitation",
    "commitment",
    "planning",
    "competition",
    "award",
    "contract",
    "rollout",
    "benefits",
)
PLAN = {"procedure": "open", "cpv": "48000000", "standard_contract": "SSA-L", "environment": "Vektes med 30 %."}
STRAIGHT = ("call_off", "renegotiation", "none")
SKIPPED = {**dict.fromkeys(STRAIGHT, ("competition", "award")), "none": ("competition", "award", "contract")}
BENEFIT = {
    "title": "Kortere saksbehandlingstid",
    "kind": "quality",
    "question": "Hvor mange dager tok en byggesak i {kommune}?",
    "unit": "dager",
    "explained": "Dager fra komplett søknad til vedtak. Midtverdien.",
    "where_to_find": "I byggesaksløsningen: Rapporter, så «Behandlingstid».",
}
JOINING = {"Kongsberg": ("ingrid", "eva", 400_000), "Rollag": ("ola", "dag", 100_000)}


@contextmanager
def on(day: date) -> Any:
    """Let it be another day."""
    with mock.patch.object(clock, "today", return_value=day):
        yield


class Walker:
    """Drives one case through the way, with Kongsberg and Rollag as those who join."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.do = cast.do

    def to(self, state: str, *, route: str = "full", title: str = "Felles byggesaksløsning") -> ChangeCase:
        """A new case that has come to a state. The clock is back at the real day afterwards.

        Within a state one may go further, as `planning:simplified`, `competition:opened` or `award:decided,sent`.
        """
        if state == "measuring":
            return self.measure(self.to("benefits", route=route, title=title))
        state, _, further = state.partition(":")
        case = self.do("ola", changes.start_draft, self.cast.party("Rollag").pk, title=title, kind="replacement")
        steps: dict[str, Callable[[ChangeCase], Any]] = {
            "reported": self.report,
            "assessment": self.assess,
            "accepted": lambda case: self.do("kari", assessment.accept_report, case),
            "invitation": self.ask,
            "commitment": self.answer,
            "planning": self.commit,
            "competition": lambda case: self.plan(case, route),
            "award": self.recommend,
            "contract": self.award,
            "rollout": self.sign,
            "benefits": self.roll_out,
        }
        if route in STRAIGHT:
            steps["contract" if route != "none" else "rollout"] = lambda case: self.go_straight(case, route)
        for name in ORDER[1 : ORDER.index(state) + 1]:
            if name not in SKIPPED.get(route, ()):
                steps[name](case)
        for name in filter(None, further.split(",")):
            self.further(case, name)
        return self.cast.see("kari" if state != "draft" else "ola", lambda _: ChangeCase.objects.get(pk=case.pk))

    def further(self, case: ChangeCase, name: str) -> None:
        """One deed more within a state."""
        within: dict[str, Callable[[ChangeCase], Any]] = {
            "opened": self.open_tenders,
            "decided": self.decide,
            "sent": self.send,
            "complained": self.complain,
            "signed": self.sign_one,
        }
        within.get(name, lambda case: self.prepare(case, name))(case)

    def report(self, case: ChangeCase) -> None:
        """Ola sends it."""
        self.do(
            "ola",
            changes.save_draft,
            case,
            values={"needs": "Vi bruker for lang tid.", "draft_benefits": "Kortere saksbehandlingstid"},
        )
        self.do("ola", changes.report_change, case)

    def assess(self, case: ChangeCase) -> None:
        """Kari assesses it."""
        self.do("kari", assessment.assess_report, case, scores={"strategy": (4, 1)}, principles=[5, 7])

    def ask(self, case: ChangeCase) -> None:
        """Kari asks the four municipalities."""
        parties = [self.cast.party(name) for name in ("Kongsberg", "Notodden", "Rollag", "Tinn")]
        self.do("kari", invitation.ask_partners, case, parties, questions="Passer det hos dere?")

    def answer(self, case: ChangeCase) -> None:
        """Two say yes, Notodden no, Tinn nothing; Kari closes."""
        for name, (member, _, value) in JOINING.items():
            self.do(
                member,
                invitation.answer_invitation,
                self.answer_of(case, name),
                choice="yes",
                annual_value=Decimal(value),
            )
        self.do(
            "tor",
            invitation.answer_invitation,
            self.answer_of(case, "Notodden"),
            choice="no",
            remark="Har egen avtale.",
        )
        self.do("kari", invitation.close_invitation, case)

    def commit(self, case: ChangeCase) -> None:
        """The two chief executives authorise; Kari names the lead buyer and goes on."""
        for name, (_, executive, _value) in JOINING.items():
            row = self.part(Authorisation, case, name)
            self.do(executive, commitment.give_authorisation, row, title="Kommunedirektør")
        self.do("kari", commitment.name_lead_buyer, case, self.cast.party("KO").pk)
        self.do("kari", commitment.close_commitment, case)

    def prepare(self, case: ChangeCase, route: str) -> None:
        """Siri chooses the route, plans, and names the evaluation group."""
        self.do("siri", planning.choose_route, case, route, reason="Over nasjonal terskel.")
        self.do("siri", planning.plan_procurement, case, values={**PLAN, "existing_agreement": "Rammeavtale 2024"})
        group = [(self.cast.people["siri"].pk, self.cast.party("KO").pk)]
        self.do("siri", planning.name_evaluators, case, group)

    def go_straight(self, case: ChangeCase, route: str) -> None:
        """Siri calls off, agrees on new terms, or goes on without buying."""
        self.prepare(case, route)
        if route == "call_off":
            self.do("siri", contract.call_off, case, supplier="Lisenspartner AS")
        elif route == "renegotiation":
            checked = dict.fromkeys(contract.MATERIAL_CHANGE, False)
            self.do("siri", contract.agree_renegotiation, case, supplier="Turnus Norge AS", checked=checked)
        else:
            self.do("siri", contract.proceed_without_procurement, case)

    def plan(self, case: ChangeCase, route: str) -> None:
        """Siri plans, and opens the competition."""
        self.prepare(case, route)
        deadline = clock.today() + timedelta(days=35)
        if route == "full":
            self.do("siri", competition.publish_notice, case, notice_id="2026-112379", tender_deadline=deadline)
        else:
            self.do("siri", competition.invite_tenders, case, tender_deadline=deadline)

    def recommend(self, case: ChangeCase) -> None:
        """After the deadline Siri registers two tenders and recommends one."""
        with on(clock.today() + timedelta(days=36)):
            first = {"supplier": "Plan og Bygg AS", "price": Decimal(1_800_000)}
            tender = self.do("siri", competition.register_tender, case, **first)
            self.do("siri", competition.register_tender, case, supplier="Byggesak Nord AS", price=Decimal(2_100_000))
            self.do("siri", impartiality.declare_impartiality, case)
            self.do("siri", award.recommend_award, case, tender, reason="Best på kvalitet og pris.")

    def award(self, case: ChangeCase) -> None:
        """Jon decides, Siri sends the letters, waits for the standstill, and opens the contracts."""
        self.decide(case)
        self.send(case)
        with on(clock.today() + timedelta(days=51)):
            self.do("siri", award.open_contracts, case)

    def open_tenders(self, case: ChangeCase) -> None:
        """After the deadline Siri registers the first tender."""
        with on(clock.today() + timedelta(days=36)):
            self.do("siri", competition.register_tender, case, supplier="Plan og Bygg AS", price=Decimal(1_800_000))

    def decide(self, case: ChangeCase) -> None:
        """Jon decides."""
        tender = self.see(lambda: case.tenders.get(supplier="Plan og Bygg AS"), "siri")
        with on(clock.today() + timedelta(days=40)):
            self.do("jon", award.decide_award, case, tender, reason="Best på kvalitet og pris.")

    def send(self, case: ChangeCase) -> None:
        """Siri sends the letters."""
        with on(clock.today() + timedelta(days=40)):
            ends = clock.today() + timedelta(days=10)
            self.do("siri", award.send_letters, case, standstill_ends=ends, rule="FOA § 25-2")

    def complain(self, case: ChangeCase) -> None:
        """A complaint comes."""
        with on(clock.today() + timedelta(days=45)):
            self.do("siri", award.register_complaint, case, note="Vektingen er feil.")

    def sign_one(self, case: ChangeCase) -> None:
        """Kongsberg signs."""
        days = {"starts_on": date(2027, 3, 1), "ends_on": date(2031, 2, 28)}
        self.do("eva", contract.sign_contract, self.part(Contract, case, "Kongsberg"), **days)

    def sign(self, case: ChangeCase) -> None:
        """Both sign; Kari closes the contracting."""
        with on(clock.today() + timedelta(days=55)):
            for name, (_, executive, value) in JOINING.items():
                row = self.part(Contract, case, name)
                self.do(
                    executive,
                    contract.sign_contract,
                    row,
                    starts_on=date(2027, 3, 1),
                    ends_on=date(2031, 2, 28),
                    annual_value=Decimal(value) * Decimal("0.9"),
                )
            self.do("kari", contract.close_contracting, case)

    def roll_out(self, case: ChangeCase) -> None:
        """Both go live; Kari turns to the benefits."""
        for name, (member, _, _value) in JOINING.items():
            row = self.part(Rollout, case, name)
            self.do(member, rollout.plan_rollout, row, planned_on=clock.today() + timedelta(days=90))
            self.do(member, rollout.check_off, row, CHECKLIST)
            self.do("arne", rollout.accept_operations, row)
            self.do(member, rollout.confirm_go_live, row, went_live_on=clock.today())
        self.do("kari", benefits.start_harvest, case)

    def measure(self, case: ChangeCase) -> ChangeCase:
        """In benefits, with one benefit: Kongsberg has measured, Rollag is asked today and has a round to come."""
        today = clock.today()
        parties = [self.cast.party(name).pk for name in JOINING]
        self.do("kari", benefits.plan_benefit, case, parties, **BENEFIT)
        for name, (member, _, _value) in JOINING.items():
            self.do(
                member,
                benefits.plan_harvest,
                self.part(Harvest, case, name),
                owner=self.cast.people[member].pk,
                baseline=Decimal(36),
                baseline_on=today - timedelta(days=200),
                target=Decimal(24),
                rounds=[today, today + timedelta(days=180)],
            )
            first = self.round_of(case, name)
            with acting_as(SYSTEM):
                benefits.ask_measurement(first)
        self.do("ingrid", benefits.enter_measurement, self.round_of(case, "Kongsberg"), value=Decimal(30))
        return self.cast.see("kari", lambda _: ChangeCase.objects.get(pk=case.pk))

    def round_of(self, case: ChangeCase, name: str) -> Measurement:
        """A municipality's first round."""
        party = self.cast.party(name)
        return self.see(lambda: Measurement.objects.filter(case=case, harvest__party=party).order_by("due")[0])

    def answer_of(self, case: ChangeCase, name: str) -> Answer:
        """A municipality's answer."""
        return self.part(Answer, case, name)

    def part(self, model: Any, case: ChangeCase, name: str) -> Any:
        """A municipality's own record in a case."""
        return self.see(lambda: model.objects.get(case=case, party=self.cast.party(name)))

    def see(self, read: Callable[[], Any], name: str = "kari") -> Any:
        """Read something with a person's eyes."""
        return self.cast.see(name, lambda _: read())


@pytest.fixture
def walker(cast: Cast) -> Walker:
    """Drives cases with the cast."""
    return Walker(cast)
