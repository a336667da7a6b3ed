"""Scenes that many acts share: reporting, asking, committing, competing, signing, taking into use, measuring."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from procurement.award import actions as award
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.contract import actions as contracts
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation, Contract
from procurement.planning import actions as planning
from suksit.benefits import actions as benefits
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from suksit.changes import assessment
from suksit.demo.papers import Paper, paper
from suksit.demo.stage import Stage
from suksit.models import Harvest, Measurement, Rollout
from suksit.regions.queries import member_parties
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from workflow import clock
from workflow.models import Visibility

WEIGHTS = {"economy": 3, "quality": 3, "risk": 2, "necessity": 2, "strategy": 2}
PLAN = {
    "procedure": "open",
    "standard_contract": "SSA-L",
    "environment": "Klima og miljø vektes med 30 prosent: energibruk i drift og levetid på utstyr.",
}
Values = Mapping[str, tuple[str, float]]


def report(stage: Stage, name: str, *, title: str, kind: str, **values: Any) -> ChangeCase:
    """A member reports for the own municipality."""
    member = stage.members[name][0]
    draft = stage.do(member, changes.start_draft, stage.party(name).pk, title=title, kind=kind)
    stage.do(member, changes.save_draft, draft, values=values, step_reached=3)
    return stage.do(member, changes.report_change, draft)


def assess(stage: Stage, case: ChangeCase, scores: Sequence[int], principles: Sequence[int], words: str) -> None:
    """Kari assesses, criterion by criterion."""
    filled = {name: (score, WEIGHTS[name]) for name, score in zip(WEIGHTS, scores, strict=True)}
    stage.do("kari", assessment.assess_report, case, scores=filled, principles=principles, recommendation=words)


def ask_all(stage: Stage, case: ChangeCase, questions: str, working_days: int = 15) -> None:
    """Kari asks all members."""
    parties = stage.read(lambda: member_parties(stage.region.pk))
    stage.do("kari", invitation.ask_partners, case, parties, questions=questions, working_days=working_days)


def answer(stage: Stage, case: ChangeCase, name: str, choice: str, yearly: float = 0, **values: Any) -> None:
    """A member answers for the own municipality; `yearly` in NOK excl. VAT."""
    if choice in ("yes", "option"):
        values["annual_value"] = stage.money(yearly)
    stage.do(
        stage.members[name][0], invitation.answer_invitation, stage.part(Answer, case, name), choice=choice, **values
    )


def answers(stage: Stage, case: ChangeCase, given: Values, every: int = 1) -> Iterator[int]:
    """The municipalities answer, a day or so apart."""
    for name, (choice, yearly) in given.items():
        answer(stage, case, name, choice, yearly)
        yield every


def attach(
    stage: Stage,
    username: str,
    case: ChangeCase,
    name: str,
    *paragraphs: str,
    visibility: str = Visibility.REGION,
) -> None:
    """Somebody attaches a paper: its kind by its name, its words paragraph by paragraph."""
    stage.do(username, cases.attach_document, case, *paper(name, paragraphs), visibility=visibility)


def letter(name: str, case: ChangeCase) -> Paper:
    """A signed authorisation of a municipality."""
    return paper(
        f"Fullmakt fra {name}.pdf",
        [
            f"{name} kommune gir oppgavefellesskapet fullmakt til å gjennomføre felles anskaffelse: {case.title}.",
            "Fullmakten gjelder kunngjøring, evaluering og valg av leverandør. Kommunen signerer sin egen kontrakt.",
            "Gitt etter delegeringsreglementet. Kommunedirektøren har signert.",
        ],
    )


def authorise(stage: Stage, case: ChangeCase, name: str, political: str = "", signed: Paper | None = None) -> None:
    """A chief executive binds the own municipality, perhaps with a signed letter."""
    stage.do(
        stage.members[name][1],
        commitment.give_authorisation,
        stage.part(Authorisation, case, name),
        title="Kommunedirektør",
        scope="Deltakelse i felles anskaffelse og egen kontrakt",
        political_case_number=political,
        paper=signed,
    )


def commit(stage: Stage, case: ChangeCase, names: Sequence[str]) -> Iterator[int]:
    """Kari closes the question; the chief executives authorise; Kari names the lead buyer and goes on (BP2)."""
    stage.do("kari", invitation.close_invitation, case)
    yield 4
    for name in names:
        authorise(stage, case, name)
        yield 1
    lead(stage, case)
    stage.do("kari", commitment.close_commitment, case)


def lead(stage: Stage, case: ChangeCase) -> None:
    """Kari names the region's own legal person as lead buyer."""
    buyer = stage.read(lambda: stage.region.bodies.get(is_legal_person=True).party_id)
    stage.do("kari", commitment.name_lead_buyer, case, buyer)


def plan(stage: Stage, case: ChangeCase, route: str, reason: str, **values: Any) -> Iterator[int]:
    """Siri chooses the route, fills in the plan, and names the evaluation group."""
    stage.do("siri", planning.choose_route, case, route, reason=reason)
    yield 7
    stage.do("siri", planning.plan_procurement, case, values={**PLAN, **values})
    if route in ("full", "simplified"):
        group = [("siri", None), ("arne", None), ("ingrid", "Kongsberg"), ("tor", "Notodden")]
        people = stage.read(
            lambda: [
                (
                    stage.people[username].pk,
                    stage.party(name).pk if name else stage.people[username].engagements.first().party_id,
                )
                for username, name in group
            ]
        )
        stage.do("siri", planning.name_evaluators, case, people)
    yield 5


def announce(stage: Stage, case: ChangeCase, notice_id: str, days: int = 35) -> None:
    """Siri publishes the notice."""
    stage.do(
        "siri",
        competition.publish_notice,
        case,
        notice_id=notice_id,
        tender_deadline=stage.working(clock.today() + timedelta(days=days)),
        kgv_link="https://kgv.example/konkurranse",
    )


def invite(stage: Stage, case: ChangeCase, days: int = 21) -> None:
    """Siri sends the invitation to tender."""
    stage.do(
        "siri",
        competition.invite_tenders,
        case,
        tender_deadline=stage.working(clock.today() + timedelta(days=days)),
        kgv_link="https://kgv.example/invitasjon",
    )


def evaluate(stage: Stage, case: ChangeCase, tenders: Mapping[str, float], reason: str) -> Iterator[int]:
    """Siri registers the tenders of the opening record; the first is recommended."""
    rows = [
        stage.do("siri", competition.register_tender, case, supplier=supplier, price=stage.money(price))
        for supplier, price in tenders.items()
    ]
    yield 2
    for person in stage.read(lambda: [row.person.username for row in case.responsibles.select_related("person")]):
        stage.do(person, impartiality.declare_impartiality, case)
    yield 10
    stage.do("siri", award.recommend_award, case, rows[0], reason=reason)
    yield 4
    stage.do("jon", award.decide_award, case, rows[0], reason=reason)
    yield 1


def letters(stage: Stage, case: ChangeCase, standstill: bool = True) -> date | None:
    """Siri sends the letters. The standstill ends ten days later, or on the first working day after that."""
    ends = stage.working(clock.today() + timedelta(days=10)) if standstill else None
    rule = "FOA § 25-2" if standstill else "Ingen fast karens under nasjonal terskel"
    stage.do("siri", award.send_letters, case, standstill_ends=ends, rule=rule)
    return ends


def sign(
    stage: Stage, case: ChangeCase, name: str, yearly: float, starts_on: date, years: int = 4, **values: Any
) -> None:
    """A chief executive signs the own contract; `yearly` in NOK excl. VAT."""
    stage.do(
        stage.members[name][1],
        contracts.sign_contract,
        stage.part(Contract, case, name),
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + years) - timedelta(days=1),
        annual_value=stage.money(yearly),
        notice_months=6,
        option_months=24,
        **values,
    )


def roll_out(stage: Stage, case: ChangeCase, name: str, days: int = 60) -> Iterator[Any]:
    """A municipality plans, prepares and goes live."""
    member = stage.members[name][0]
    row = stage.part(Rollout, case, name)
    live = stage.working(clock.today() + timedelta(days=days))
    stage.do(member, rollout.plan_rollout, row, planned_on=live)
    yield max(days // 2, 1)
    stage.do("arne", rollout.accept_operations, row)
    stage.do(member, rollout.check_off, row, CHECKLIST)
    yield live
    stage.do(member, rollout.confirm_go_live, row, went_live_on=clock.today())


def benefit(stage: Stage, case: ChangeCase, names: Sequence[str], **values: Any) -> Any:
    """Kari describes a benefit for all."""
    parties = [stage.party(name).pk for name in names]
    return stage.do("kari", benefits.plan_benefit, case, parties, **values)


def harvest(
    stage: Stage, row: Any, name: str, baseline: float | None, target: float, rounds: Sequence[date], owner: str = ""
) -> None:
    """A member sets the own baseline, target and rounds."""
    part = stage.read(lambda: Harvest.objects.get(benefit=row, party=stage.party(name)))
    stage.do(
        stage.members[name][0],
        benefits.plan_harvest,
        part,
        owner=stage.people[owner].pk if owner else None,
        baseline=None if baseline is None else stage.money(baseline),
        baseline_on=None if baseline is None else clock.today(),
        target=stage.money(target),
        rounds=list(rounds),
    )


def measure(stage: Stage, row: Any, name: str, value: float, note: str = "") -> None:
    """A member gives the number of the round that was asked last."""
    part = asked(stage, row, name)
    stage.do(stage.members[name][0], benefits.enter_measurement, part, value=stage.money(value), note=note)


def story(stage: Stage, row: Any, name: str, title: str, words: str) -> None:
    """A member tells the others what worked."""
    part = stage.read(lambda: Harvest.objects.get(benefit=row, party=stage.party(name)))
    stage.do(stage.members[name][0], benefits.tell_story, part, title=title, story=words)


def skip(stage: Stage, row: Any, name: str, reason: str) -> None:
    """A member says that it could not be measured this time."""
    stage.do(stage.members[name][0], benefits.skip_measurement, asked(stage, row, name), reason=reason)


def asked(stage: Stage, row: Any, name: str) -> Measurement:
    """The last round of a municipality that has come; the machine asks for it when its morning has not done so."""

    def find() -> Measurement:
        rounds = Measurement.objects.filter(
            harvest__benefit=row,
            harvest__party=stage.party(name),
            due__lte=clock.today(),
            state__in=("planned", "asked"),
        )
        last = rounds.latest("due")
        return last if last.state == "asked" else benefits.ask_measurement(last)

    return stage.read(find)
