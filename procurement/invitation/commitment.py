"""The deeds by which each party binds itself: authorisation, no, or a political decision. BP2."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.cases import ProcurementCase
from procurement.invitation import rules
from procurement.invitation.models import Answer, Authorisation
from procurement.invitation.value import contract_value, counts
from workflow import assignments, clock, participants, uploads
from workflow.actors import Actor
from workflow.assignments import Opening
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.models import Assignment, Grade, Visibility
from workflow.transitions import change_state, locked, require, step_done, write_down
from workflow.uploads import CheckedUpload

ANSWER_DAYS = 10
LED = (
    "choose_route",
    "publish_notice",
    "invite_tenders",
    "call_off",
    "agree_renegotiation",
    "proceed_without_procurement",
)


def request_authorisations(case: ProcurementCase, joining: Sequence[Answer]) -> None:
    """Ask the chief executive of each party that joins for its authorisation."""
    years = case.plan.years
    due = working_deadline(clock.today(), ANSWER_DAYS)
    rows = Authorisation.objects.bulk_create(
        Authorisation(
            case=case,
            party_id=answer.party_id,
            as_option=answer.choice == Answer.Choice.OPTION,
            value=contract_value(answer, years),
        )
        for answer in joining
    )
    assignments.open_many(
        case,
        "give_authorisation",
        [Opening(party=row.party_id, subject=row.pk, due=due) for row in rows],
        permission="give_authorisation",
    )


def follow_answer(case: ProcurementCase, answer: Answer, *, by: Actor, own: bool) -> None:
    """Let the authorisation follow an answer that was changed after the question was closed.

    A party that now joins is asked for its authorisation; one that is bound for less, or for something else, is asked
    anew; one that no longer joins is let go of.
    """
    row = case.authorisations.filter(party_id=answer.party_id).first()
    if not counts(answer):
        if row is not None and row.state != "released":
            right = ("answer_invitation", answer.party_id) if own else ("answer_on_behalf", case.region_id)
            change_state(
                row,
                "release_party",
                case=case,
                by=by,
                permission=right[0],
                party=right[1],
                data={"party": answer.party_id},
            )
            participants.set_grade(case, answer.party_id, Grade.ASKED)
            assignments.withdraw_step(case, "give_authorisation", by=by, party=answer.party_id)
        return
    participants.admit(case, [answer.party_id], Grade.TAKES_PART)
    if row is None:
        request_authorisations(case, [answer])
        return
    value, as_option = contract_value(answer, case.plan.years), answer.choice == Answer.Choice.OPTION
    bound_enough = row.state == "given" and row.as_option == as_option and value <= (row.value or Decimal(0))
    row.as_option, row.value = as_option, value
    if row.state in ("requested", "with_council"):
        row.save(update_fields=["as_option", "value"])
    elif not bound_enough:
        right = ("answer_invitation", row.party_id) if own else ("answer_on_behalf", case.region_id)
        renew_authorisation(case, row, by=by, right=right)


def revalue(case: ProcurementCase, *, by: Actor, right: tuple[str, int]) -> None:
    """Let the authorisations follow the value over the contract years as planned now.

    Those still to come show the new value. One that was given for less no longer covers it, and is asked for anew.
    """
    rows = {row.party_id: row for row in case.authorisations.filter(state__in=["requested", "with_council", "given"])}
    for answer in case.answers.filter(party_id__in=rows):
        row, value = rows[answer.party_id], contract_value(answer, case.plan.years)
        if row.state != "given":
            row.value = value
            row.save(update_fields=["value"])
        elif value > (row.value or Decimal(0)):
            row.value = value
            renew_authorisation(case, row, by=by, right=right)


def renew_authorisation(case: ProcurementCase, row: Authorisation, *, by: Actor, right: tuple[str, int]) -> None:
    """Ask the chief executive again: what was given no longer covers it. The old one stays in the history."""
    change_state(
        row,
        "renew_authorisation",
        case=case,
        by=by,
        permission=right[0],
        party=right[1],
        fields=("as_option", "value"),
        data={"party": row.party_id},
    )
    assignments.open_one(
        case,
        "give_authorisation",
        party=row.party_id,
        permission="give_authorisation",
        subject=row.pk,
        due=working_deadline(clock.today(), ANSWER_DAYS),
    )


def _open(authorisation: Authorisation, case: ProcurementCase) -> Authorisation:
    authorisation = Authorisation.objects.get(pk=authorisation.pk)
    authorisation.case = case
    return authorisation


def give_authorisation(
    authorisation: Authorisation,
    *,
    by: Actor,
    title: str,
    scope: str = "",
    delegation_limit: Decimal | None = None,
    political_case_number: str = "",
    paper: tuple[CheckedUpload, Any] | None = None,
) -> Authorisation:
    """Bind one's own party, on delegation or by its council's decision (then with the case number).

    `paper` is the signed authorisation as a checked file, for those who take part to read.
    """
    with locked(ProcurementCase(pk=authorisation.case_id)) as case:
        authorisation = _open(authorisation, case)
        require(rules.can_give_authorisation(authorisation, by))
        authorisation.signatory_id = by.user_id
        authorisation.signatory_title = title
        authorisation.scope = scope
        authorisation.delegation_limit = delegation_limit
        authorisation.political_case_number = political_case_number
        authorisation.decided_on = clock.today()
        signed = {}
        if paper:
            kept = uploads.keep(
                case,
                *paper,
                by=by,
                party=authorisation.party_id,
                visibility=Visibility.PARTICIPANTS,
                purpose="authorisation",
            )
            signed = {"document": str(kept.pk), "sha256": kept.sha256}
        change_state(
            authorisation,
            "give_authorisation",
            case=case,
            by=by,
            permission="give_authorisation",
            party=authorisation.party_id,
            fields=("signatory", "signatory_title", "scope", "delegation_limit", "political_case_number", "decided_on"),
            data={
                "value": "" if authorisation.value is None else str(authorisation.value),
                "political_case_number": political_case_number,
                "decided_on": authorisation.decided_on.isoformat(),
                **signed,
            },
            texts={"scope": Text(scope)},
        )
        assignments.close_step(case, "give_authorisation", by=by, party=authorisation.party_id)
        return authorisation


def decline_authorisation(authorisation: Authorisation, *, by: Actor, reason: str) -> Authorisation:
    """Say no for one's own party, with a reason."""
    with locked(ProcurementCase(pk=authorisation.case_id)) as case:
        authorisation = _open(authorisation, case)
        require(rules.can_decline_authorisation(authorisation, by))
        authorisation.reason = reason
        authorisation.decided_on = clock.today()
        change_state(
            authorisation,
            "decline_authorisation",
            case=case,
            by=by,
            permission="decline_authorisation",
            party=authorisation.party_id,
            fields=("reason", "decided_on"),
            data={"decided_on": authorisation.decided_on.isoformat()},
            texts={"reason": Text(reason)},
        )
        participants.set_grade(case, authorisation.party_id, Grade.ASKED)
        assignments.close_step(case, "give_authorisation", by=by, party=authorisation.party_id)
        return authorisation


def send_to_council(authorisation: Authorisation, *, by: Actor, body: str, meeting_on: date) -> Authorisation:
    """Leave it to a political body. Waiting for its meeting is a state with its own deadline, never silence."""
    with locked(ProcurementCase(pk=authorisation.case_id)) as case:
        authorisation = _open(authorisation, case)
        require(rules.can_send_to_council(authorisation, by))
        authorisation.political_body = body
        authorisation.meeting_on = meeting_on
        change_state(
            authorisation,
            "send_to_council",
            case=case,
            by=by,
            permission="send_to_council",
            party=authorisation.party_id,
            fields=("political_body", "meeting_on"),
            data={"meeting_on": meeting_on.isoformat()},
            texts={"body": Text(body)},
        )
        Assignment.objects.filter(
            case=case, step="give_authorisation", party_id=authorisation.party_id, state=Assignment.State.OPEN
        ).update(due=working_deadline(meeting_on, 3), waits_for_meeting=True)
        return authorisation


def release_party(case: ProcurementCase, party_id: int, *, by: Actor, reason: str) -> ProcurementCase:
    """Let go of a party that does not bind itself, before the participants are fixed."""
    with locked(case) as case:
        require(rules.can_release_party(case, by))
        authorisation = case.authorisations.filter(party_id=party_id).first()
        answer = case.answers.get(party_id=party_id)
        for record in (authorisation, answer):
            if record is not None:
                change_state(
                    record,
                    "release_party",
                    case=case,
                    by=by,
                    permission="release_party",
                    party=case.region_id,
                    data={"party": party_id},
                    texts={"reason": Text(reason)},
                )
        participants.set_grade(case, party_id, Grade.ASKED)
        assignments.withdraw_step(case, "give_authorisation", by=by, party=party_id)
        return case


def close_commitment(case: ProcurementCase, *, by: Actor) -> ProcurementCase:
    """BP2: go on to planning. Authorisations still missing stay open until the participants are fixed."""
    with locked(case) as case:
        require(rules.can_close_commitment(case, by))
        given = list(case.authorisations.filter(state="given").values_list("party_id", flat=True))
        change_state(
            case,
            "close_commitment",
            by=by,
            permission="close_commitment",
            party=case.region_id,
            data={"point": "BP2", "outcome": "go", "given": given},
        )
        step_done(case, "close_commitment", by=by)
        return case


def name_lead_buyer(case: ProcurementCase, party_id: int, *, by: Actor) -> ProcurementCase:
    """Name who leads the buying: its purchaser does the deeds from planning to award."""
    with locked(case) as case:
        require(rules.can_name_lead_buyer(case, by))
        case.plan.lead_buyer_id = party_id
        case.plan.save(update_fields=["lead_buyer"])
        participants.admit(case, [party_id], Grade.TAKES_PART)
        Assignment.objects.filter(case=case, step__in=LED, state=Assignment.State.OPEN).update(party_id=party_id)
        write_down(
            case, "name_lead_buyer", by=by, permission="name_lead_buyer", party=case.region_id, data={"party": party_id}
        )
        return case
