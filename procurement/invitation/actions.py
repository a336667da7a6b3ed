"""The deeds around the question to the partners."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from procurement.cases import ProcurementCase
from procurement.invitation import regime, rules
from procurement.invitation.commitment import follow_answer, request_authorisations
from procurement.invitation.models import Answer, Invitation
from procurement.invitation.value import value_of
from workflow import assignments, clock, flows, participants
from workflow.actors import Actor
from workflow.assignments import Opening
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.models import Grade, Visibility
from workflow.transitions import Stale, change_state, locked, require, step_done, write_down

VALUES = (
    "annual_value",
    "one_off_value",
    "volume",
    "agreement_ends",
    "joins_on",
    "contact",
    "remark",
    "private_reason",
)
FIGURES = ("annual_value", "one_off_value", "agreement_ends", "joins_on", "answered_on")


def ask_partners(
    case: ProcurementCase, parties: Sequence[Any], *, by: Actor, questions: str = "", working_days: int = 15
) -> ProcurementCase:
    """Ask the partners whether they join: one task for each, in parallel, whatever their number.

    `working_days` is the time to answer, counted from tomorrow.
    """
    with locked(case) as case:
        require(rules.can_ask_partners(case, by))
        today = clock.today()
        deadline = working_deadline(today, working_days)
        invitation = Invitation.objects.create(case=case, questions=questions, asked_on=today, deadline=deadline)
        participants.admit(case, parties, Grade.ASKED)
        answers = Answer.objects.bulk_create(
            Answer(case=case, party_id=getattr(party, "pk", party)) for party in parties
        )
        change_state(
            case,
            "ask_partners",
            by=by,
            permission="ask_partners",
            party=case.region_id,
            data={
                "parties": [row.party_id for row in answers],
                "asked_on": today.isoformat(),
                "deadline": deadline.isoformat(),
            },
            texts={"questions": Text(questions)},
        )
        flows.part_done(case, "ask_partners", invitation, by=by)
        step_done(case, "ask_partners", by=by)
        assignments.open_many(
            case,
            "answer_invitation",
            [Opening(party=row.party_id, subject=row.pk, due=deadline) for row in answers],
            permission="answer_invitation",
        )
        return case


def answer_invitation(answer: Answer, *, by: Actor, choice: str, **values: Any) -> Answer:
    """Answer for one's own party, or change the answer before the participants are fixed.

    `values` are the fields of `VALUES`; money in NOK excl. VAT. A typing error is mended by the coordinator on behalf:
    the same deed, and the history keeps both names. When the sum comes under another regime, all who are asked are
    told. Raises ValueError for a choice that is not open.
    """
    with locked(ProcurementCase(pk=answer.case_id)) as case:
        answer = Answer.objects.select_related("party").get(pk=answer.pk)
        answer.case = case
        own = rules.can_answer_invitation(answer, by)
        require(own or rules.can_answer_on_behalf(answer, by))
        if choice not in open_choices(case):
            raise ValueError(f"{choice} cannot be answered now")
        value_before = value_of(case)
        before = answer.choice
        old = said(answer)
        answer.choice = choice
        for name in VALUES:
            if name in values:
                setattr(answer, name, values[name])
        answer.answered_on = clock.today()
        answer.answered_by_id = by.user_id
        entry = change_state(
            answer,
            "answer_invitation",
            case=case,
            by=by,
            permission="answer_invitation" if own else "answer_on_behalf",
            party=answer.party_id if own else case.region_id,
            fields=("choice", "answered_on", "answered_by", *VALUES),
            data={
                "choice": choice,
                "before": before,
                "party": answer.party_id,
                "answer": answer.pk,
                **figures(answer),
            },
            texts={
                "party": Text("" if own else answer.party.name),
                "remark": Text(answer.remark),
                "private_reason": Text(answer.private_reason, Visibility.OWN, answer.party_id),
                "replaced": Text(old, Visibility.OWN, answer.party_id),
            },
        )
        turn_after_answer(case, answer, by=by)
        if case.state != "invitation":
            follow_answer(case, answer, by=by, own=own)
        regime.tell_of_change(case, entry, value_before, value_of(case))
        return answer


def figures(answer: Answer) -> dict[str, str]:
    """The figures and days of an answer for the history; empty where it says none. Money in NOK excl. VAT."""
    said = {name: getattr(answer, name) for name in FIGURES}
    return {name: "" if value is None else str(value) for name, value in said.items()}


def open_choices(case: ProcurementCase) -> tuple[str, ...]:
    """The choices that can be answered now. Once the question is closed nobody is left to reply to a new one."""
    if case.state == "invitation":
        return tuple(Answer.Choice.values)
    return tuple(choice for choice in Answer.Choice.values if choice != Answer.Choice.NEED_MORE)


def said(answer: Answer) -> str:
    """What an answer said, one field a line, to be kept when it is changed; empty before the first."""
    if not answer.choice:
        return ""
    lines = [
        f"{name}: {getattr(answer, name)}" for name in ("choice", *VALUES) if getattr(answer, name) not in (None, "")
    ]
    return "\n".join(lines)


def turn_after_answer(case: ProcurementCase, answer: Answer, *, by: Actor) -> None:
    """Whose turn it is after an answer: the coordinator's when more is needed, else nobody's."""
    if answer.choice == Answer.Choice.NEED_MORE:
        assignments.withdraw_step(case, "answer_invitation", by=by, party=answer.party_id)
        assignments.withdraw_step(case, "reply_to_question", by=by, party=case.region_id, subject=answer.pk)
        assignments.open_one(
            case,
            "reply_to_question",
            party=case.region_id,
            permission="close_invitation",
            subject=answer.pk,
            due=case.invitation.deadline,
        )
    else:
        assignments.close_step(case, "answer_invitation", by=by, party=answer.party_id)
        assignments.withdraw_step(case, "reply_to_question", by=by, subject=answer.pk)


def reply_to_question(answer: Answer, *, by: Actor, reply: str) -> Answer:
    """Answer a party that needs more: all who are asked see the reply, and the party has the turn again."""
    with locked(ProcurementCase(pk=answer.case_id)) as case:
        answer = Answer.objects.get(pk=answer.pk)
        answer.case = case
        require(rules.can_close_invitation(case, by))
        if not rules.can_reply_to_question(answer, by):
            raise Stale(case)
        write_down(
            case,
            "reply_to_question",
            by=by,
            permission="close_invitation",
            party=case.region_id,
            data={"party": answer.party_id},
            texts={"reply": Text(reply, Visibility.REGION)},
        )
        assignments.close_step(case, "reply_to_question", by=by, subject=answer.pk)
        assignments.withdraw_step(case, "answer_invitation", by=by, party=answer.party_id)
        assignments.open_one(
            case,
            "answer_invitation",
            party=answer.party_id,
            permission="answer_invitation",
            subject=answer.pk,
            due=max(case.invitation.deadline, working_deadline(clock.today(), 3)),
        )
        return answer


def extend_deadline(case: ProcurementCase, deadline: date, *, by: Actor, reason: str = "") -> ProcurementCase:
    """Give all who have not answered more time. Raises ValueError when the new day is not later."""
    with locked(case) as case:
        require(rules.can_extend_deadline(case, by))
        if deadline <= case.invitation.deadline:
            raise ValueError("the new deadline must be later than the old one")
        before = case.invitation.deadline
        case.invitation.deadline = deadline
        case.invitation.save(update_fields=["deadline"])
        for step in ("answer_invitation", "close_invitation", "reply_to_question"):
            assignments.move_deadline(case, step, deadline)
        write_down(
            case,
            "extend_deadline",
            by=by,
            permission="extend_deadline",
            party=case.region_id,
            data={"from": before.isoformat(), "to": deadline.isoformat()},
            texts={"reason": Text(reason)},
        )
        return case


def close_invitation(case: ProcurementCase, *, by: Actor) -> ProcurementCase:
    """Go on with those who said yes or option. The silent ones are neither: they are noted as silent."""
    with locked(case) as case:
        require(rules.can_close_invitation(case, by))
        today = clock.today()
        silent = []
        for answer in case.answers.filter(state="asked"):
            change_state(
                answer,
                "close_unanswered",
                case=case,
                by=by,
                permission="close_invitation",
                party=case.region_id,
                data={"party": answer.party_id},
            )
            silent.append(answer.party_id)
        assignments.withdraw_step(case, "answer_invitation", by=by)
        assignments.withdraw_step(case, "reply_to_question", by=by)
        case.invitation.closed_on = today
        case.invitation.save(update_fields=["closed_on"])
        joining = list(case.answers.filter(choice__in=[Answer.Choice.YES, Answer.Choice.OPTION]))
        had = participants.grades([case])
        participants.admit(case, [row.party_id for row in joining], Grade.TAKES_PART)
        raised = [row.party_id for row in joining if had.get((case.pk, row.party_id), 0) < Grade.TAKES_PART]
        change_state(
            case,
            "close_invitation",
            by=by,
            permission="close_invitation",
            party=case.region_id,
            data={
                "joining": [row.party_id for row in joining],
                "silent": silent,
                "raised": raised,
                "closed_on": today.isoformat(),
            },
        )
        step_done(case, "close_invitation", by=by)
        request_authorisations(case, joining)
        return case
