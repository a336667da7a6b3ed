"""One simulated case, from report to use: each deed by the right person, when the habits say that it is done."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from procurement.competition import impartiality
from procurement.competition.actions import register_tender
from procurement.contract import actions as contracts
from procurement.models import Authorisation, Contract
from suksit.benefits.actions import start_harvest
from suksit.demo import scenes
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from suksit.simulation.stage import SimulatedStage
from workflow import clock
from workflow.deadlines import calendar_deadline, working_deadline

Planned = tuple[date, Callable[[], Any]]
TENDER_DAYS, STANDSTILL_DAYS = 35, 10
COMPETITIONS = ("full", "simplified")


class SimulatedCase:
    """A case with a chance of its own, so that it goes the same way whatever the others do."""

    def __init__(self, number: int, seed: int, reported_on: date) -> None:
        self.number, self.reported_on = number, reported_on
        self.random = Random(f"{seed}/{number}")  # noqa: S311 (a game of chance, nothing secret)

    def __call__(self, stage: SimulatedStage) -> Iterator[date]:
        """Play it: yields the day of each next deed."""
        self.stage, self.habits = stage, stage.habits
        yield self.reported_on
        reporter = self.random.choice(list(stage.members))
        self.case = scenes.report(
            stage,
            reporter,
            title=f"Simulert sak {self.number}",
            kind="replacement",
            needs="Systemet er utdatert.",
            draft_benefits="Kortere tid.",
        )
        yield self.after("assess")
        if self.happens("rejected"):
            return self.end(scenes.changes.reject_report)
        if self.happens("handled_locally"):
            return self.end(scenes.changes.handle_locally)
        scenes.assess(stage, self.case, (3, 3, 3, 3, 3), (5,), "Start.")
        yield self.after("start")
        self.kari(scenes.assessment.accept_report)
        yield self.after("ask")
        scenes.ask_all(stage, self.case, "Passer det hos dere?", self.habits.question_open)
        joining, options = yield from self.question(reporter)
        yield from self.commitment([*joining, *options])
        route = yield from self.planning()
        if route in COMPETITIONS:
            yield from self.competition(route)
        yield from self.straight(route)
        yield from self.signing(joining, route)
        yield from self.taking_into_use(joining)
        return None

    # -- how -------------------------------------------------------------------------------------

    def happens(self, what: str) -> bool:
        """Whether something that may happen does."""
        return self.random.random() < self.habits.chance[what]

    def after(self, what: str, pace: float = 1) -> date:
        """The day on which something is done that begins now."""
        return working_deadline(clock.today(), self.habits.drawn(what, self.random, pace))

    def of(self, what: str, name: str) -> date:
        """As `after`, in the pace of a municipality."""
        return self.after(what, self.stage.paces[name])

    def kari(self, deed: Callable[..., Any], **values: Any) -> Any:
        """A deed of the coordinator on the case."""
        return self.stage.do("kari", deed, self.case, **values)

    def siri(self, deed: Callable[..., Any], *args: Any, **values: Any) -> Any:
        """A deed of the purchaser on the case."""
        return self.stage.do("siri", deed, self.case, *args, **values)

    def end(self, deed: Callable[..., Any]) -> None:
        """The case is not started."""
        self.kari(deed, reason="Ikke nå.")

    @staticmethod
    def in_turn(planned: Iterable[Planned]) -> Iterator[date]:
        """Many deeds beside each other, each on its day."""
        for day, deed in sorted(planned, key=lambda one: one[0]):
            yield day
            deed()

    # -- what ------------------------------------------------------------------------------------

    def question(self, reporter: str) -> Iterator[Any]:
        """The municipalities answer, each in its own time; those who are too late, or silent, are not with."""
        last_day = working_deadline(clock.today(), self.habits.question_open)
        answers: dict[str, str] = {}
        days: dict[str, date] = {}
        for name in self.stage.members:
            day, silent, choice = self.of("answer", name), self.happens("silent"), self.choice()
            if name == reporter or (not silent and day <= last_day):
                answers[name], days[name] = "yes" if name == reporter else choice, min(day, last_day)
        yield from self.in_turn((days[name], self.answers(name, choice)) for name, choice in answers.items())
        if len(answers) < len(self.stage.members):
            yield last_day + timedelta(days=1)
        yield self.after("close_question")
        self.kari(scenes.invitation.close_invitation)
        return [[name for name, choice in answers.items() if choice == wanted] for wanted in ("yes", "option")]

    def choice(self) -> str:
        """What a municipality answers."""
        drawn, joins = self.random.random(), self.habits.chance["joins"]
        return "yes" if drawn < joins else "option" if drawn < joins + self.habits.chance["only_option"] else "no"

    def answers(self, name: str, choice: str) -> Callable[[], None]:
        """The deed of a municipality that answers."""
        return lambda: scenes.answer(self.stage, self.case, name, choice, 100_000)

    def commitment(self, names: list[str]) -> Iterator[date]:
        """Each chief executive gives the authorisation, some after a council; then the coordinator goes on."""
        planned: list[Planned] = []
        for name in names:
            day = self.of("authorise", name)
            if self.happens("council"):
                meeting = working_deadline(day, self.habits.drawn("council", self.random))
                planned += [(day, self.council(name, meeting)), (meeting, self.authorises(name))]
            else:
                planned.append((day, self.authorises(name)))
        yield from self.in_turn(planned)
        yield self.after("go_on")
        scenes.lead(self.stage, self.case)
        self.kari(scenes.commitment.close_commitment)

    def council(self, name: str, meeting: date) -> Callable[[], None]:
        """The deed of a chief executive who must ask the council."""
        deed, leader = scenes.commitment.send_to_council, self.stage.members[name][1]
        part = self.stage.part
        return lambda: self.stage.do(
            leader, deed, part(Authorisation, self.case, name), body="Kommunestyret", meeting_on=meeting
        )

    def authorises(self, name: str) -> Callable[[], None]:
        """The deed of a chief executive who gives it."""
        return lambda: scenes.authorise(self.stage, self.case, name, political="1/26")

    def planning(self) -> Iterator[Any]:
        """The purchaser chooses the route, and plans."""
        route = self.habits.route(self.random)
        yield self.after("choose_route")
        self.siri(scenes.planning.choose_route, route, reason="Etter reglementet.")
        yield self.after("plan")
        agreement = "Avtale fra før"
        self.siri(
            scenes.planning.plan_procurement,
            values={**scenes.PLAN, "cpv": "48000000", "existing_agreement": agreement},
        )
        if route in COMPETITIONS:
            people, places = self.stage.people, self.stage.parties
            group = [(people["siri"].pk, places["Innkjøp"].pk), (people["arne"].pk, places["Drift"].pk)]
            self.siri(scenes.planning.name_evaluators, group)
        return route

    def competition(self, route: str) -> Iterator[date]:
        """From notice to opened contracts, with the days that the law gives."""
        if route == "full":
            scenes.announce(self.stage, self.case, f"2026-{100_000 + self.number}", TENDER_DAYS)
        else:
            scenes.invite(self.stage, self.case, TENDER_DAYS)
        yield self.stage.working(clock.today() + timedelta(days=TENDER_DAYS))
        yield clock.today() + timedelta(days=1)
        tender = self.siri(register_tender, supplier="Leverandør AS", price=self.stage.money(1_000_000))
        for person in ("siri", "arne"):
            self.stage.do(person, impartiality.declare_impartiality, self.case)
        yield self.after("evaluate")
        self.siri(scenes.award.recommend_award, tender, reason="Best.")
        yield self.after("decide")
        self.stage.do("jon", scenes.award.decide_award, self.case, tender, reason="Best.")
        yield self.after("letters")
        ends = calendar_deadline(clock.today(), STANDSTILL_DAYS)
        self.siri(scenes.award.send_letters, standstill_ends=ends, rule="FOA § 25-2")
        yield ends + timedelta(days=1)
        self.siri(scenes.award.open_contracts)

    def straight(self, route: str) -> Iterator[date]:
        """The routes without a competition, on the day that the plan is ready."""
        if route == "call_off":
            self.siri(contracts.call_off, supplier="Leverandør AS")
        elif route == "renegotiation":
            checked = dict.fromkeys(contracts.MATERIAL_CHANGE, False)
            self.siri(contracts.agree_renegotiation, supplier="Leverandør AS", checked=checked)
        elif route == "none":
            self.siri(contracts.proceed_without_procurement)
        yield clock.today()

    def signing(self, names: list[str], route: str) -> Iterator[date]:
        """Each chief executive signs; then the coordinator closes it."""
        if route == "none":
            return
        yield from self.in_turn((self.of("sign", name), self.signs(name)) for name in self.with_(Contract, names))
        yield self.after("close_signing")
        self.kari(contracts.close_contracting)

    def signs(self, name: str) -> Callable[[], None]:
        """The deed of a chief executive who signs."""
        return lambda: scenes.sign(self.stage, self.case, name, 90_000, clock.today().replace(day=1))

    def taking_into_use(self, names: list[str]) -> Iterator[date]:
        """Each municipality plans, prepares and goes live; then the coordinator turns to the benefits."""
        planned: list[Planned] = []
        for name in self.with_(Rollout, names):
            day = self.of("plan_rollout", name)
            days = 2 + self.habits.drawn("roll_out", self.random, self.stage.paces[name])
            live, accepted = working_deadline(day, days), working_deadline(day, days // 2)
            planned += [(day, self.plans(name, live)), (accepted, self.accepts(name)), (live, self.goes_live(name))]
        yield from self.in_turn(planned)
        yield clock.today()
        self.kari(start_harvest)

    def with_(self, model: Any, names: list[str]) -> list[str]:
        """Those of some municipalities that have a record of their own in the case."""
        query = model.objects.filter(case=self.case).values_list("party__name", flat=True)
        held = set(self.stage.read(lambda: list(query)))
        return [name for name in names if name in held]

    def plans(self, name: str, live: date) -> Callable[[], None]:
        """The deed of a member who plans the day of use."""
        member = self.stage.members[name][0]
        return lambda: self.stage.do(member, rollout.plan_rollout, self.own(Rollout, name), planned_on=live)

    def accepts(self, name: str) -> Callable[[], None]:
        """The deed of operations that accept it."""
        return lambda: self.stage.do("arne", rollout.accept_operations, self.own(Rollout, name))

    def goes_live(self, name: str) -> Callable[[], None]:
        """The list is gone through, and the member says that it is in use."""
        member = self.stage.members[name][0]

        def deeds() -> None:
            row = self.own(Rollout, name)
            self.stage.do(member, rollout.check_off, row, CHECKLIST)
            self.stage.do(member, rollout.confirm_go_live, row, went_live_on=clock.today())

        return deeds

    def own(self, model: type[Contract | Rollout], name: str) -> Any:
        """A municipality's own record."""
        return self.stage.part(model, self.case, name)
