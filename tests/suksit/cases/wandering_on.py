"""Random legal deeds from the competition to the last measured number."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from procurement.award import actions as award
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.contract import actions as contract
from procurement.models import Contract
from suksit.benefits import actions as benefits
from suksit.benefits import rounds
from suksit.cases.models import ChangeCase
from suksit.models import Harvest, Measurement, Rollout
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from tests.suksit.cases.wandering import CHIEFS, MEMBERS, Beginner
from tests.walk import BENEFIT, on
from workflow.actors import SYSTEM
from workflow.context import acting_as


class Wanderer(Beginner):
    """Knows every deed."""

    def _publish_notice(self, case: ChangeCase) -> None:
        deadline = self.day + timedelta(days=40)
        self.do("siri", competition.publish_notice, case, notice_id="2026-112379", tender_deadline=deadline)

    def _invite_tenders(self, case: ChangeCase) -> None:
        self.do("siri", competition.invite_tenders, case, tender_deadline=self.later())

    def _register_tender(self, case: ChangeCase) -> None:
        self.day += timedelta(days=41)
        supplier = f"Leverandør {self.dice.randrange(5)}"
        with on(self.day):
            self.do("siri", competition.register_tender, case, supplier=supplier, price=self.money())

    def _declare_impartiality(self, case: ChangeCase) -> None:
        who = self.dice.choice(("siri", "ola", "ingrid"))
        self.do(who, impartiality.declare_impartiality, case, impartial=self.dice.random() < 0.85)

    def _cancel_competition(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.3:
            self.do("siri", competition.cancel_competition, case, code="no-rece", reason="Ingen kom.")

    def tender_of(self, case: ChangeCase) -> Any:
        """A random tender."""
        return self.walker.see(lambda: self.dice.choice(list(case.tenders.order_by("pk"))), "siri")

    def _recommend_award(self, case: ChangeCase) -> None:
        self.do("siri", award.recommend_award, case, self.tender_of(case), reason="Best.")

    def _decide_award(self, case: ChangeCase) -> None:
        self.do("jon", award.decide_award, case, self.tender_of(case), reason="Best.")

    def _send_letters(self, case: ChangeCase) -> None:
        ends = self.dice.choice((None, self.day + timedelta(days=10)))
        self.do("siri", award.send_letters, case, standstill_ends=ends, rule="FOA § 25-2")

    def _register_complaint(self, case: ChangeCase) -> None:
        self.do("siri", award.register_complaint, case, note="Feil.")

    def _settle_complaint(self, case: ChangeCase) -> None:
        self.do("siri", award.settle_complaint, case, note="Ja.", upheld=self.dice.random() < 0.4)

    def _open_contracts(self, case: ChangeCase) -> None:
        self.do("siri", award.open_contracts, case)

    def _call_off(self, case: ChangeCase) -> None:
        self.do("siri", contract.call_off, case, supplier="Lisenspartner AS")

    def _agree_renegotiation(self, case: ChangeCase) -> None:
        checked = dict.fromkeys(contract.MATERIAL_CHANGE, False)
        self.do("siri", contract.agree_renegotiation, case, supplier="Turnus AS", checked=checked)

    def _proceed_without_procurement(self, case: ChangeCase) -> None:
        self.do("siri", contract.proceed_without_procurement, case)

    def _admit_option_holder(self, case: ChangeCase) -> None:
        self.do("kari", contract.admit_option_holder, case, self.one(Contract, case).party_id)

    def _sign_contract(self, case: ChangeCase) -> None:
        row = self.one(Contract, case, state="to_sign")
        days = {"starts_on": self.day, "ends_on": self.later() + timedelta(days=300)}
        further = {"annual_value": self.money(), "option_months": 12, "notice_months": self.dice.choice((None, 3))}
        self.do(CHIEFS[self.town_of(row)], contract.sign_contract, row, **days, **further)

    def _withdraw_contract(self, case: ChangeCase) -> None:
        row = self.one(Contract, case)
        self.do(CHIEFS[self.town_of(row)], contract.withdraw_contract, row, reason="Nei.")

    def _close_contracting(self, case: ChangeCase) -> None:
        self.do("kari", contract.close_contracting, case)

    def _plan_rollout(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case)
        cause = self.dice.choice(("", "Leverandøren."))
        self.do(MEMBERS[self.town_of(row)], rollout.plan_rollout, row, planned_on=self.later(), delay_cause=cause)

    def _check_off(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case)
        items = self.dice.choice((CHECKLIST, CHECKLIST[:2], ()))
        undo = self.dice.choice(((), CHECKLIST[:1])) if not items else ()
        self.do(MEMBERS[self.town_of(row)], rollout.check_off, row, items, undo=undo)

    def _accept_operations(self, case: ChangeCase) -> None:
        self.do("arne", rollout.accept_operations, self.one(Rollout, case, state="planned"))

    def _confirm_go_live(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case, state="accepted")
        self.do(MEMBERS[self.town_of(row)], rollout.confirm_go_live, row, went_live_on=self.day)

    def _withdraw_rollout(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.3:
            row = self.one(Rollout, case)
            who = self.dice.choice((MEMBERS[self.town_of(row)], "kari"))
            self.do(who, rollout.withdraw_rollout, row, reason="Nei.")

    def _start_harvest(self, case: ChangeCase) -> None:
        self.do("kari", benefits.start_harvest, case)

    def _plan_benefit(self, case: ChangeCase) -> None:
        parties = [self.cast.party(name).pk for name in self.dice.sample(sorted(MEMBERS), 2)]
        self.do("kari", benefits.plan_benefit, case, parties, **BENEFIT)

    def _plan_harvest(self, case: ChangeCase) -> None:
        row = self.one(Harvest, case)
        member = MEMBERS[self.town_of(row)]
        self.do(
            member,
            benefits.plan_harvest,
            row,
            owner=self.dice.choice((None, self.cast.people[member].pk)),
            baseline=self.dice.choice((None, Decimal(36))),
            baseline_on=self.dice.choice((None, self.day)),
            target=self.dice.choice((None, Decimal(24))),
            rounds=[self.day + timedelta(days=step) for step in self.dice.sample((0, 30, 60, 90), 2)],
        )

    def _ask_measurement(self, case: ChangeCase) -> None:
        row = self.one(Measurement, case, state="planned")
        with acting_as(SYSTEM):
            benefits.ask_measurement(row)

    def _withdraw_measurement(self, case: ChangeCase) -> None:
        row = self.one(Measurement, case, state="planned")
        if self.dice.random() < 0.2:
            with acting_as(SYSTEM):
                rounds.withdraw_measurement(row)

    def asked_of(self, case: ChangeCase) -> tuple[str, Measurement]:
        """A round that was asked for, and the municipality's member."""
        row = self.one(Measurement, case, state__in=["asked", "measured", "not_measured"])
        with acting_as(SYSTEM):
            return MEMBERS[self.town_of(row.harvest)], row

    def _enter_measurement(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        self.do(member, benefits.enter_measurement, row, value=Decimal(self.dice.randrange(50)), note="Ny.")

    def _skip_measurement(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        self.do(member, benefits.skip_measurement, row, reason="Rakk det ikke.")

    def _pass_measurement_on(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        person = self.cast.people[{"ola": "dag", "ingrid": "eva", "tor": "hans"}[member]].pk
        self.do(member, benefits.pass_measurement_on, row, person)

    def _close_case(self, case: ChangeCase) -> None:
        self.do("kari", benefits.close_case, case, lessons="Lær.")
