"""Random legal deeds: a case that is driven on by chance, through every deed that the product has."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from procurement.competition import actions as competition
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation
from procurement.planning import actions as planning
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from suksit.changes import assessment
from tests.walk import PLAN, Walker, on
from workflow import clock
from workflow.actors import SYSTEM
from workflow.claiming import HeldByAnother
from workflow.context import acting_as
from workflow.transitions import OnHold, Stale
from workflow.undoing import StandsFast

TOWNS = ("Kongsberg", "Notodden", "Rollag", "Tinn")
MEMBERS = {"Kongsberg": "ingrid", "Notodden": "tor", "Rollag": "ola"}
CHIEFS = {"Kongsberg": "eva", "Notodden": "hans", "Rollag": "dag"}
REFUSED = (
    PermissionDenied,
    Stale,
    OnHold,
    StandsFast,
    HeldByAnother,
    ValueError,
    LookupError,
    AttributeError,
    planning.GateClosed,
    competition.TooEarly,
    assessment.NotReady,
)
SELDOM = ("cancel_case", "withdraw_report", "reject_report", "handle_locally", "merge_report", "close_case")


class Beginner:
    """Does random deeds on one case, each as somebody who may, and says which were done."""

    def __init__(self, walker: Walker, seed: int) -> None:
        self.walker = walker
        self.cast = walker.cast
        self.dice = random.Random(seed)
        self.day = clock.today()
        self.done: list[str] = []
        found = {name for name in dir(self) if name.startswith("_") and not name.startswith("__")}
        self.names = sorted(name.removeprefix("_") for name in found)

    def wander(self, case: ChangeCase, deeds: int, after: Callable[[str], None]) -> None:
        """So many deeds that succeed, or as many as can be found; `after` is called with the name of each."""
        for _attempt in range(deeds * 12):
            if deeds == 0:
                return
            name = self.dice.choice(self.names)
            if name in SELDOM and self.dice.random() > 0.06:
                continue
            try:
                with on(self.day), transaction.atomic():
                    getattr(self, f"_{name}")(ChangeCase(pk=case.pk))
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

    def _complete_report(self, case: ChangeCase) -> None:
        values = {"needs": "Mer.", "draft_benefits": "Raskere.", "kind": self.dice.choice(("new", "upgrade"))}
        self.do(self.dice.choice(("ola", "kari")), changes.complete_report, case, values=values)

    def _ask_for_more(self, case: ChangeCase) -> None:
        self.do("kari", changes.ask_for_more, case, question="Hvor mange?")

    def _withdraw_report(self, case: ChangeCase) -> None:
        self.do("ola", changes.withdraw_report, case, reason="Nei.")

    def _reject_report(self, case: ChangeCase) -> None:
        self.do("kari", changes.reject_report, case, reason="Nei.")

    def _handle_locally(self, case: ChangeCase) -> None:
        self.do("kari", changes.handle_locally, case, reason="Alene.")

    def _merge_report(self, case: ChangeCase) -> None:
        other = self.walker.to("reported", title="Det samme")
        pair = [case, other] if self.dice.random() < 0.3 else [other, case]
        self.do("kari", changes.merge_report, *pair)

    def _join_report(self, case: ChangeCase) -> None:
        town = self.dice.choice(("Kongsberg", "Notodden"))
        self.do(MEMBERS[town], changes.join_report, case, self.cast.party(town).pk)

    def _assess_report(self, case: ChangeCase) -> None:
        scores = {"strategy": (self.dice.randrange(1, 6), 1)}
        self.do("kari", assessment.assess_report, case, scores=scores, principles=[5])

    def _accept_report(self, case: ChangeCase) -> None:
        self.do("kari", assessment.accept_report, case)

    def _hold_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.hold_case, case, reason="Vent.")
        if self.dice.random() < 0.8:
            self.do("kari", cases.resume_case, case)

    def _resume_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.resume_case, case)

    def _cancel_case(self, case: ChangeCase) -> None:
        self.do("kari", cases.cancel_case, case, reason="Slutt.")

    def _comment_case(self, case: ChangeCase) -> None:
        self.do("ola", cases.comment_case, case, text="Hei.")

    def _ask_partners(self, case: ChangeCase) -> None:
        towns = self.dice.sample(TOWNS, self.dice.randrange(1, 5))
        parties = [self.cast.party(name) for name in towns]
        self.do("kari", invitation.ask_partners, case, parties, questions=self.dice.choice(("", "Når?")))

    def _answer_invitation(self, case: ChangeCase) -> None:
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

    def _reply_to_question(self, case: ChangeCase) -> None:
        self.do("kari", invitation.reply_to_question, self.one(Answer, case), reply="Slik.")

    def _extend_deadline(self, case: ChangeCase) -> None:
        self.do("kari", invitation.extend_deadline, case, self.later())

    def _close_invitation(self, case: ChangeCase) -> None:
        self.do("kari", invitation.close_invitation, case)

    def _give_authorisation(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case, state__in=["requested", "with_council"])
        self.do(CHIEFS[self.town_of(row)], commitment.give_authorisation, row, title="Direktør")

    def _decline_authorisation(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case)
        self.do(CHIEFS[self.town_of(row)], commitment.decline_authorisation, row, reason="For dyrt.")

    def _send_to_council(self, case: ChangeCase) -> None:
        row = self.one(Authorisation, case)
        who = CHIEFS[self.town_of(row)]
        self.do(who, commitment.send_to_council, row, body="Kommunestyret", meeting_on=self.later())

    def _release_party(self, case: ChangeCase) -> None:
        row = self.one(Answer, case)
        self.do("kari", commitment.release_party, case, row.party_id, reason="Uten svar.")

    def _name_lead_buyer(self, case: ChangeCase) -> None:
        self.do("kari", commitment.name_lead_buyer, case, self.cast.party("KO").pk)

    def _close_commitment(self, case: ChangeCase) -> None:
        self.do("kari", commitment.close_commitment, case)

    def _choose_route(self, case: ChangeCase) -> None:
        route = self.dice.choice(("full", "full", "simplified", "call_off", "renegotiation", "none"))
        self.do("siri", planning.choose_route, case, route, reason="Derfor.")

    def _plan_procurement(self, case: ChangeCase) -> None:
        values: dict[str, Any] = {**PLAN, "existing_agreement": "Rammeavtale", "years": self.dice.randrange(2, 7)}
        values |= {"competition_starts": self.later(), "environment": self.dice.choice(("", "Tungt.", "Lett."))}
        keys = self.dice.sample(sorted(values), self.dice.randrange(1, len(values) + 1))
        self.do("siri", planning.plan_procurement, case, values={key: values[key] for key in keys})

    def _prepare(self, case: ChangeCase) -> None:
        self.walker.prepare(case, self.dice.choice(("full", "simplified", "call_off", "renegotiation", "none")))

    def _name_evaluators(self, case: ChangeCase) -> None:
        group = [("siri", "KO"), ("ola", "Rollag"), ("ingrid", "Kongsberg")]
        chosen = self.dice.sample(group, self.dice.randrange(1, 4))
        people = [(self.cast.people[who].pk, self.cast.party(party).pk) for who, party in chosen]
        self.do("siri", planning.name_evaluators, case, people)
