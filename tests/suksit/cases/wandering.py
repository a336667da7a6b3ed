"""Random legal deeds: a case that is driven on by chance, through every deed that the product has."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from procurement.award import actions as award
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.contract import actions as contract
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation, Contract
from procurement.planning import actions as planning
from suksit.benefits import actions as benefits
from suksit.benefits import rounds
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from suksit.changes import assessment
from suksit.models import Harvest, Measurement, Rollout
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from tests.walk import BENEFIT, PLAN, Walker, on
from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.transitions import Stale

TOWNS = ("Kongsberg", "Notodden", "Rollag", "Tinn")
MEMBERS = {"Kongsberg": "ingrid", "Notodden": "tor", "Rollag": "ola"}
CHIEFS = {"Kongsberg": "eva", "Notodden": "hans", "Rollag": "dag"}
REFUSED = (
    PermissionDenied,
    Stale,
    ValueError,
    LookupError,
    AttributeError,
    planning.GateClosed,
    competition.TooEarly,
    assessment.NotReady,
)
SELDOM = ("cancel_case", "withdraw_report", "reject_report", "handle_locally", "merge_report", "close_case")


class Wanderer:
    """Does random deeds on one case, each as somebody who may, and says which were done."""

    def __init__(self, walker: Walker, seed: int) -> None:
        self.walker = walker
        self.cast = walker.cast
        self.dice = random.Random(seed)
        self.day = clock.today()
        self.done: list[str] = []

    def wander(self, case: ChangeCase, deeds: int, after: Callable[[str], None]) -> None:
        """So many deeds that succeed, or as many as can be found; `after` is called with the name of each."""
        for _attempt in range(deeds * 12):
            if deeds == 0:
                return
            name = self.dice.choice(NAMES)
            if name in SELDOM and self.dice.random() > 0.06:
                continue
            try:
                with on(self.day), transaction.atomic():
                    getattr(self, name)(ChangeCase(pk=case.pk))
            except REFUSED:
                continue
            except Exception as error:
                if type(error).__name__ not in ("DoesNotExist", "MultipleObjectsReturned"):
                    raise
                continue
            self.day += timedelta(days=self.dice.choice((0, 1, 3, 20)))
            self.done.append(name)
            deeds -= 1
            after(name)

    def do(self, who: str, deed: Any, *args: Any, **kwargs: Any) -> Any:
        """One deed."""
        return self.cast.do(who, deed, *args, **kwargs)

    def one(self, model: Any, case: ChangeCase, **only: Any) -> Any:
        """A random record of a case."""

        def read() -> Any:
            return self.dice.choice(list(model.objects.filter(case_id=case.pk, **only).order_by("pk")))

        with acting_as(SYSTEM):
            return read()

    def town_of(self, row: Any) -> str:
        """The name of a record's municipality."""
        return next(name for name in TOWNS if self.cast.party(name).pk == row.party_id)

    def money(self) -> Decimal | None:
        """A sum, or none."""
        return self.dice.choice((None, Decimal(0), Decimal(self.dice.randrange(1, 900)) * 1000))

    def later(self) -> date:
        """A day ahead."""
        return self.day + timedelta(days=self.dice.randrange(1, 200))

    def complete_report(self, case: ChangeCase) -> None:
        values = {"needs": "Mer.", "draft_benefits": "Raskere.", "kind": self.dice.choice(("new", "upgrade"))}
        self.do(self.dice.choice(("ola", "kari")), changes.complete_report, case, values=values)

    def ask_for_more(self, case: ChangeCase) -> None:
        self.do("kari", changes.ask_for_more, case, question="Hvor mange?")

    def withdraw_report(self, case: ChangeCase) -> None:
        self.do("ola", changes.withdraw_report, case, reason="Nei.")

    def reject_report(self, case: ChangeCase) -> None:
        self.do("kari", changes.reject_report, case, reason="Nei.")

    def handle_locally(self, case: ChangeCase) -> None:
        self.do("kari", changes.handle_locally, case, reason="Alene.")

    def merge_report(self, case: ChangeCase) -> None:
        other = self.walker.to("reported", title="Det samme")
        pair = [case, other] if self.dice.random() < 0.3 else [other, case]
        self.do("kari", changes.merge_report, *pair)

    def join_report(self, case: ChangeCase) -> None:
        town = self.dice.choice(("Kongsberg", "Notodden"))
        self.do(MEMBERS[town], changes.join_report, case, self.cast.party(town).pk)

    def assess_report(self, case: ChangeCase) -> None:
        scores = {"strategy": (self.dice.randrange(1, 6), 1)}
        self.do("kari", assessment.assess_report, case, scores=scores, principles=[5])

    def accept_report(self, case: ChangeCase) -> None:
        self.do("kari", assessment.accept_report, case)

    def hold_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.hold_case, case, reason="Vent.")
        if self.dice.random() < 0.8:
            self.do("kari", cases.resume_case, case)

    def resume_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.resume_case, case)

    def cancel_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.cancel_case, case, reason="Slutt.")

    def comment_case(self, case: ChangeCase) -> None:
        self.do("ola", cases.comment_case, case, text="Hei.")

    def ask_partners(self, case: ChangeCase) -> None:
        towns = self.dice.sample(TOWNS, self.dice.randrange(1, 5))
        parties = [self.cast.party(name) for name in towns]
        self.do("kari", invitation.ask_partners, case, parties, questions=self.dice.choice(("", "Når?")))

    def answer_invitation(self, case: ChangeCase) -> None:
        row = self.one(Answer, case)
        who = self.dice.choice((MEMBERS.get(self.town_of(row), "kari"), "kari"))
        self.do(
            who,
            invitation.answer_invitation,
            row,
            choice=self.dice.choice(("yes", "yes", "option", "need_more", "no")),
            annual_value=self.money(),
            one_off_value=self.money(),
            joins_on=self.dice.choice((None, self.later())),
            agreement_ends=self.dice.choice((None, self.later())),
            remark=self.dice.choice(("", "Et ord.")),
            private_reason=self.dice.choice(("", "Hemmelig.")),
        )

    def reply_to_question(self, case: ChangeCase) -> None:
        self.do("kari", invitation.reply_to_question, self.one(Answer, case), reply="Slik.")

    def extend_deadline(self, case: ChangeCase) -> None:
        self.do("kari", invitation.extend_deadline, case, self.later())

    def close_invitation(self, case: ChangeCase) -> None:
        self.do("kari", invitation.close_invitation, case)

    def give_authorisation(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case, state__in=["requested", "with_council"])
        self.do(CHIEFS[self.town_of(row)], commitment.give_authorisation, row, title="Direktør")

    def decline_authorisation(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case)
        self.do(CHIEFS[self.town_of(row)], commitment.decline_authorisation, row, reason="For dyrt.")

    def send_to_council(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case)
        who = CHIEFS[self.town_of(row)]
        self.do(who, commitment.send_to_council, row, body="Kommunestyret", meeting_on=self.later())

    def release_party(self, case: ChangeCase) -> None:
        row = self.one(Answer, case)
        self.do("kari", commitment.release_party, case, row.party_id, reason="Uten svar.")

    def name_lead_buyer(self, case: ChangeCase) -> None:
        self.do("kari", commitment.name_lead_buyer, case, self.cast.party("KO").pk)

    def close_commitment(self, case: ChangeCase) -> None:
        self.do("kari", commitment.close_commitment, case)

    def choose_route(self, case: ChangeCase) -> None:
        route = self.dice.choice(("full", "full", "simplified", "call_off", "renegotiation", "none"))
        self.do("siri", planning.choose_route, case, route, reason="Derfor.")

    def plan_procurement(self, case: ChangeCase) -> None:
        values: dict[str, Any] = {**PLAN, "existing_agreement": "Rammeavtale", "years": self.dice.randrange(2, 7)}
        values |= {"competition_starts": self.later(), "environment": self.dice.choice(("", "Tungt.", "Lett."))}
        keys = self.dice.sample(sorted(values), self.dice.randrange(1, len(values) + 1))
        self.do("siri", planning.plan_procurement, case, values={key: values[key] for key in keys})

    def prepare(self, case: ChangeCase) -> None:
        self.walker.prepare(case, self.dice.choice(("full", "simplified", "call_off", "renegotiation", "none")))

    def name_evaluators(self, case: ChangeCase) -> None:
        group = [("siri", "KO"), ("ola", "Rollag"), ("ingrid", "Kongsberg")]
        chosen = self.dice.sample(group, self.dice.randrange(1, 4))
        people = [(self.cast.people[who].pk, self.cast.party(party).pk) for who, party in chosen]
        self.do("siri", planning.name_evaluators, case, people)

    def publish_notice(self, case: ChangeCase) -> None:
        deadline = self.day + timedelta(days=40)
        self.do("siri", competition.publish_notice, case, notice_id="2026-112379", tender_deadline=deadline)

    def invite_tenders(self, case: ChangeCase) -> None:
        self.do("siri", competition.invite_tenders, case, tender_deadline=self.later())

    def register_tender(self, case: ChangeCase) -> None:
        self.day += timedelta(days=41)
        supplier = f"Leverandør {self.dice.randrange(5)}"
        with on(self.day):
            self.do("siri", competition.register_tender, case, supplier=supplier, price=self.money())

    def declare_impartiality(self, case: ChangeCase) -> None:
        who = self.dice.choice(("siri", "ola", "ingrid"))
        self.do(who, impartiality.declare_impartiality, case, impartial=self.dice.random() < 0.85)

    def cancel_competition(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.3:
            self.do("siri", competition.cancel_competition, case, code="no-rece", reason="Ingen kom.")

    def tender_of(self, case: ChangeCase) -> Any:
        return self.walker.see(lambda: self.dice.choice(list(case.tenders.order_by("pk"))), "siri")

    def recommend_award(self, case: ChangeCase) -> None:
        self.do("siri", award.recommend_award, case, self.tender_of(case), reason="Best.")

    def decide_award(self, case: ChangeCase) -> None:
        self.do("jon", award.decide_award, case, self.tender_of(case), reason="Best.")

    def send_letters(self, case: ChangeCase) -> None:
        ends = self.dice.choice((None, self.day + timedelta(days=10)))
        self.do("siri", award.send_letters, case, standstill_ends=ends, rule="FOA § 25-2")

    def register_complaint(self, case: ChangeCase) -> None:
        self.do("siri", award.register_complaint, case, note="Feil.")

    def settle_complaint(self, case: ChangeCase) -> None:
        self.do("siri", award.settle_complaint, case, note="Ja.", upheld=self.dice.random() < 0.4)

    def open_contracts(self, case: ChangeCase) -> None:
        self.do("siri", award.open_contracts, case)

    def call_off(self, case: ChangeCase) -> None:
        self.do("siri", contract.call_off, case, supplier="Lisenspartner AS")

    def agree_renegotiation(self, case: ChangeCase) -> None:
        checked = dict.fromkeys(contract.MATERIAL_CHANGE, False)
        self.do("siri", contract.agree_renegotiation, case, supplier="Turnus AS", checked=checked)

    def proceed_without_procurement(self, case: ChangeCase) -> None:
        self.do("siri", contract.proceed_without_procurement, case)

    def admit_option_holder(self, case: ChangeCase) -> None:
        self.do("kari", contract.admit_option_holder, case, self.one(Contract, case).party_id)

    def sign_contract(self, case: ChangeCase) -> None:
        row = self.one(Contract, case, state="to_sign")
        days = {"starts_on": self.day, "ends_on": self.later() + timedelta(days=300)}
        further = {"annual_value": self.money(), "option_months": 12, "notice_months": self.dice.choice((None, 3))}
        self.do(CHIEFS[self.town_of(row)], contract.sign_contract, row, **days, **further)

    def withdraw_contract(self, case: ChangeCase) -> None:
        row = self.one(Contract, case)
        self.do(CHIEFS[self.town_of(row)], contract.withdraw_contract, row, reason="Nei.")

    def close_contracting(self, case: ChangeCase) -> None:
        self.do("kari", contract.close_contracting, case)

    def plan_rollout(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case)
        cause = self.dice.choice(("", "Leverandøren."))
        self.do(MEMBERS[self.town_of(row)], rollout.plan_rollout, row, planned_on=self.later(), delay_cause=cause)

    def check_off(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case)
        items = self.dice.choice((CHECKLIST, CHECKLIST[:2], ()))
        undo = self.dice.choice(((), CHECKLIST[:1])) if not items else ()
        self.do(MEMBERS[self.town_of(row)], rollout.check_off, row, items, undo=undo)

    def accept_operations(self, case: ChangeCase) -> None:
        self.do("arne", rollout.accept_operations, self.one(Rollout, case, state="planned"))

    def confirm_go_live(self, case: ChangeCase) -> None:
        row = self.one(Rollout, case, state="accepted")
        self.do(MEMBERS[self.town_of(row)], rollout.confirm_go_live, row, went_live_on=self.day)

    def withdraw_rollout(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.3:
            row = self.one(Rollout, case)
            who = self.dice.choice((MEMBERS[self.town_of(row)], "kari"))
            self.do(who, rollout.withdraw_rollout, row, reason="Nei.")

    def start_harvest(self, case: ChangeCase) -> None:
        self.do("kari", benefits.start_harvest, case)

    def plan_benefit(self, case: ChangeCase) -> None:
        parties = [self.cast.party(name).pk for name in self.dice.sample(sorted(MEMBERS), 2)]
        self.do("kari", benefits.plan_benefit, case, parties, **BENEFIT)

    def plan_harvest(self, case: ChangeCase) -> None:
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

    def ask_measurement(self, case: ChangeCase) -> None:
        row = self.one(Measurement, case, state="planned")
        with acting_as(SYSTEM):
            benefits.ask_measurement(row)

    def withdraw_measurement(self, case: ChangeCase) -> None:
        row = self.one(Measurement, case, state="planned")
        if self.dice.random() < 0.2:
            with acting_as(SYSTEM):
                rounds.withdraw_measurement(row)

    def asked_of(self, case: ChangeCase) -> tuple[str, Measurement]:
        row = self.one(Measurement, case, state__in=["asked", "measured", "not_measured"])
        with acting_as(SYSTEM):
            return MEMBERS[self.town_of(row.harvest)], row

    def enter_measurement(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        self.do(member, benefits.enter_measurement, row, value=Decimal(self.dice.randrange(50)), note="Ny.")

    def skip_measurement(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        self.do(member, benefits.skip_measurement, row, reason="Rakk det ikke.")

    def pass_measurement_on(self, case: ChangeCase) -> None:
        member, row = self.asked_of(case)
        person = self.cast.people[{"ola": "dag", "ingrid": "eva", "tor": "hans"}[member]].pk
        self.do(member, benefits.pass_measurement_on, row, person)

    def close_case(self, case: ChangeCase) -> None:
        self.do("kari", benefits.close_case, case, lessons="Lær.")


BESIDE = ("wander", "do", "one", "town_of", "money", "later", "tender_of", "asked_of")
NAMES = sorted(name for name in vars(Wanderer) if not name.startswith("_") and name not in BESIDE)
